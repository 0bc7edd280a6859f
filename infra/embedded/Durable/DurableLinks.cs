using Functions.Embedded.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Durable;

/// <summary>Addresses of the Durable HTTP API for an instance.</summary>
internal sealed class DurableLinks(IServiceProvider services, KeyStore keys)
{
    public const string Path = "/runtime/webhooks/durabletask";

    /// <summary>All links, absolute: at the request's own address when there is one, else at the host's first.</summary>
    public HttpManagementPayload For(string instanceId, Uri? request = null)
    {
        var root = request is null ? Address() : request.GetLeftPart(UriPartial.Authority);
        var instance = $"{root}{Path}/instances/{Uri.EscapeDataString(instanceId)}";
        var code = keys.Required ? "code=" + Uri.EscapeDataString(keys.Keys.Durable) : "";
        string Link(string action, string query = "")
        {
            var all = string.Join('&', new[] { query, code }.Where(q => q.Length > 0));
            return instance + action + (all.Length > 0 ? "?" + all : "");
        }

        return new HttpManagementPayload
        {
            Id = instanceId,
            StatusQueryGetUri = Link(""),
            PurgeHistoryDeleteUri = Link(""),
            SendEventPostUri = Link("/raiseEvent/{eventName}"),
            TerminatePostUri = Link("/terminate", "reason={text}"),
            RewindPostUri = Link("/rewind", "reason={text}"),
            RestartPostUri = Link("/restart"),
            SuspendPostUri = Link("/suspend", "reason={text}"),
            ResumePostUri = Link("/resume", "reason={text}"),
        };
    }

    private string Address()
    {
        var address = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The host does not listen yet, so an instance has no address.");
        return address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal).TrimEnd('/');
    }
}
