using Functions.Embedded.Durable;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

public static class DurableTaskClientExtensions
{
    public static HttpManagementPayload CreateHttpManagementPayload(this DurableTaskClient client, string instanceId, HttpRequestData? request = null) =>
        client is EmbeddedDurableTaskClient embedded
            ? embedded.Links.For(instanceId, request?.Url)
            : throw new NotSupportedException($"A client of type {client.GetType()} has no HTTP address of its own.");
}
