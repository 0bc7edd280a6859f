namespace Settlement.Domain.Tests.Cases;

/// <summary>A market and the figures that must come out of it, read from a file of Scenarios.</summary>
internal sealed record Scenario(string Title, Given Given, Sheets Then)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static Scenario Read(string name) => From(Text(name), @base => Text(Path.Combine("bases", @base)));

    /// <exception cref="FormatException">The scenario expects nothing, or what it is based on is no plain market.</exception>
    public static Scenario From(ScenarioText text, Func<string, ScenarioText> readBase)
    {
        var given = new Given();
        if (text.BasedOn is { } name)
        {
            var shared = readBase(name);
            if (shared.BasedOn is not null || shared.Then.Any())
            {
                throw new FormatException($"'{name}', on which '{text.Title}' is based, must hold 'given' sections only.");
            }

            Put(shared, given);
        }

        Put(text, given);
        var then = new Sheets();
        foreach (var (sheet, rows) in text.Then)
        {
            foreach (var row in rows)
            {
                then.Add(sheet, row);
            }
        }

        return text.Then.Any() ? new Scenario(text.Title, given, then) : throw new FormatException($"'{text.Title}' expects nothing.");
    }

    private static void Put(ScenarioText from, Given given)
    {
        foreach (var (table, rows) in from.Given)
        {
            given.With(table, rows);
        }
    }

    private static ScenarioText Text(string name)
    {
        var file = name + ".txt";
        return new ScenarioText(file, File.ReadLines(Path.Combine(Folder, file)));
    }
}
