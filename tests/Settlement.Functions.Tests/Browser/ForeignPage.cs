using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Settlement.Functions.Tests.Browser;

/// <summary>A web site of somebody else, with one page.</summary>
internal sealed class ForeignPage : IAsyncDisposable
{
    private readonly WebApplication _site;

    private ForeignPage(WebApplication site) => _site = site;

    public Uri Address =>
        new UriBuilder(_site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First())
        {
            Host = "evil.example",
        }.Uri;

    public static async Task<ForeignPage> StartAsync(string html)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var site = builder.Build();
        site.Urls.Add("http://127.0.0.1:0");
        site.MapGet("/", () => Results.Content(html, "text/html"));
        await site.StartAsync();
        return new ForeignPage(site);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
