namespace Settlement.Simulation;

/// <summary>
/// The consumption components. Estimated energy carries more of the correction than actual energy, export carries its
/// part with a negative weight, and nothing takes unmetered export, so that a message can fail on it. Large sites keep
/// some weight: where one of them outweighs its GSP Group, the factor would run away without it.
/// </summary>
internal static class ComponentTable
{
    private static readonly (string Flow, string Segment, string Connection, string Domestic, string Actual, string Estimated)[] Classes =
    [
        ("import", "smart", "W", "yes", "0.25", "1"),
        ("import", "smart", "W", "no", "0.25", "1"),
        ("import", "smart", "", "", "0.2", "1"),
        ("import", "advanced", "", "", "0.1", "1"),
        ("import", "advanced", "H", "", "0.1", "0.8"),
        ("import", "advanced", "E", "", "0.1", "0.5"),
        ("import", "unmetered", "U", "", "0", "1"),
        ("export", "smart", "", "", "-0.25", "-1"),
        ("export", "advanced", "", "", "-0.1", "-1"),
    ];

    public static IEnumerable<string> Rows()
    {
        var id = 100;
        foreach (var (flow, segment, connection, domestic, actual, estimated) in Classes)
        {
            foreach (var (quality, weight) in new[] { ("A", actual), ("E", estimated) })
            {
                yield return $"{++id},{flow},{segment},{connection},{domestic},{quality},no,{weight}";
                yield return $"{++id},{flow},{segment},{connection},{domestic},{quality},yes,{weight}";
            }
        }
    }
}
