namespace Settlement.Ledger.Commits;

/// <summary>The names of the two Event Hubs.</summary>
public static class Hubs
{
    /// <summary>Meter readings.</summary>
    public const string Readings = "readings";

    /// <summary>Market inputs.</summary>
    public const string Market = "market";

    /// <summary>Both.</summary>
    public static IReadOnlyList<string> All { get; } = [Market, Readings];
}
