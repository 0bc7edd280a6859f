using System.Reflection;
using System.Text.Json.Nodes;

namespace Functions.Embedded.Http;

/// <summary>What the host says of itself, with the fields of the Functions host.</summary>
internal sealed class HostStatus(TimeProvider clock)
{
    private static readonly Assembly Host = typeof(HostStatus).Assembly;

    private readonly long _started = clock.GetTimestamp();
    private readonly string _instance = Guid.NewGuid().ToString("N");

    public JsonObject Write() =>
        new()
        {
            ["id"] = "embedded",
            ["state"] = "Running",
            ["version"] = Host.GetName().Version?.ToString(),
            ["versionDetails"] = Host.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            ["platformVersion"] = "",
            ["instanceId"] = _instance,
            ["computerName"] = "",
            ["processUptime"] = (long)clock.GetElapsedTime(_started).TotalMilliseconds,
            ["functionAppContentEditingState"] = "NotAllowed",
        };
}
