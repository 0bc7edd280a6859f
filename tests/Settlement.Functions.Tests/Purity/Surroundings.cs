namespace Settlement.Functions.Tests.Purity;

/// <summary>Surroundings of a process that no figure may depend on.</summary>
/// <param name="Name">What they are like.</param>
/// <param name="Variables">The environment variables that make them.</param>
internal sealed record Surroundings(string Name, IReadOnlyDictionary<string, string> Variables)
{
    public static IReadOnlyList<Surroundings> All { get; } =
    [
        Make(
            "another culture, east of every time zone",
            ("TZ", "Pacific/Auckland"),
            ("DOTNET_STARTUP_HOOKS", typeof(Surroundings).Assembly.Location)
        ),
        Make(
            "German, one processor, half an hour off",
            ("TZ", "America/St_Johns"),
            ("LANG", "de_DE.UTF-8"),
            ("LC_ALL", "de_DE.UTF-8"),
            ("DOTNET_PROCESSOR_COUNT", "1")
        ),
        Make("Turkish", ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")),
        Make("Arabic, many processors", ("LANG", "ar_SA.UTF-8"), ("LC_ALL", "ar_SA.UTF-8"), ("DOTNET_PROCESSOR_COUNT", "16")),
    ];

    /// <summary>Those that differ most from the usual: without culture data a language alone changes little.</summary>
    public static IEnumerable<Surroundings> Strangest => All.Take(2);

    private static Surroundings Make(string name, params (string Name, string Value)[] variables) =>
        new(name, variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal));
}
