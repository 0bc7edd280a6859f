namespace Settlement.Ledger.Reference;

/// <summary>The settlement run codes that a timetable may name (SVA Data Catalogue, "Settlement Run Type").</summary>
internal static class RunCodes
{
    private static readonly string[] All = ["II", "SF", "R1", "R2", "R3", "RF", "DF", "D"];

    public static string List { get; } = string.Join(", ", All);

    public static bool IsKnown(string run) => All.Contains(run, StringComparer.Ordinal);
}
