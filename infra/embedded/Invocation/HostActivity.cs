using System.Diagnostics;

namespace Functions.Embedded.Invocation;

/// <summary>What the host does for functions, as activities: whoever listens learns where time goes, and nobody else pays for it.</summary>
internal static class HostActivity
{
    /// <summary>Reading a batch of events from a partition's log.</summary>
    public const string HubRead = "hub read";

    public static readonly ActivitySource Source = new("Functions.Embedded");
}
