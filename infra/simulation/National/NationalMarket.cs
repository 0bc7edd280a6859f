namespace Settlement.Simulation.National;

/// <summary>Writes the reference data and the market inputs that go with a national day, so that its runs can close exactly.</summary>
public static class NationalMarket
{
    /// <summary>Writes <c>reference/*.csv</c> and the market inputs into a folder.</summary>
    /// <returns>The files of market inputs, in the order in which they are sent.</returns>
    public static string[] Write(NationalOptions options, NationalDay day, string folder, CancellationToken cancellationToken)
    {
        var simulation = new SimulationOptions
        {
            Out = folder,
            From = options.Day,
            Days = 1,
            Meters = options.Meters,
            Seed = options.Seed,
        };
        new ReferenceWriter(simulation, day.Cast, null).Write(day.Registrations, cancellationToken);
        string[] names = ["market-1-initial.jsonl", "market-2-late.jsonl"];
        using (var first = new EventFile(folder, names[0], int.MaxValue))
        using (var late = new EventFile(folder, names[1], int.MaxValue))
        {
            new MarketWriter(simulation, day.Cast, day.Totals, first, late).Write(options.Day, 0);
        }
        return [.. names.Select(name => Path.Combine(folder, name))];
    }
}
