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

    /// <summary>All codes, each before those that take its place: a dispute follows the runs of the timetable, the Final Dispute follows all.</summary>
    private static readonly string[] Places = [InterimInformation, "SF", "R1", "R2", "R3", "RF", Dispute, "DF"];

    /// <summary>Where a run stands among those of its day: it takes the place of those with a lower number.</summary>
    public static int Place(string code) => Array.IndexOf(Places, code);

    /// <summary>Whether a run moves money.</summary>
    public static bool MovesMoney(string code) => code != InterimInformation;

    /// <summary>Whether a text is a run code.</summary>
    public static bool IsKnown(string code) => All.Contains(code, StringComparer.Ordinal);
}
