namespace Settlement.Ledger.Runs;

/// <summary>The Settlement Runs (Elexon SVA Data Catalogue, "Settlement Run Type").</summary>
public static class RunCode
{
    /// <summary>Interim Information; moves no money.</summary>
    public const string InterimInformation = "II";

    /// <summary>A dispute run at any time; may be closed more than once.</summary>
    public const string Dispute = "D";

    /// <summary>All codes, in the order of the timetable.</summary>
    public static IReadOnlyList<string> All { get; } = ["II", "SF", "R1", "R2", "R3", "RF", "DF", Dispute];

    /// <summary>All codes, that run first whose figures hold where several are closed.</summary>
    public static IReadOnlyList<string> ByPreference { get; } = ["DF", Dispute, "RF", "R3", "R2", "R1", "SF", "II"];

    /// <summary>Whether a text is a run code.</summary>
    public static bool IsKnown(string code) => All.Contains(code, StringComparer.Ordinal);
}
