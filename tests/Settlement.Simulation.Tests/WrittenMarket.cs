using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Settlement.Domain.Calendar;

namespace Settlement.Simulation.Tests;

/// <summary>One written market, read back once for all the tests of a class.</summary>
public sealed class WrittenMarket : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WrittenMarket()
        : this(
            new SimulationOptions
            {
                Out = "",
                Meters = 1000,
                Seed = 7,
            }
        ) { }

    internal WrittenMarket(SimulationOptions options)
    {
        Options = options with { Out = _folder.Path };
        Result = MarketSimulator.Write(Options);
        Reference = new ReferenceBook(Options.Out);
        using var stream = File.OpenRead(_folder["simulation.json"]);
        Report = JsonDocument.Parse(stream).RootElement.Clone();
    }

    internal SimulationOptions Options { get; }

    internal SimulationResult Result { get; }

    internal ReferenceBook Reference { get; }

    internal JsonElement Report { get; }

    internal static readonly string[] ReadingFiles = ["readings-1-initial.jsonl", "readings-2-late.jsonl"];
    internal static readonly string[] MarketFiles = ["market-1-initial.jsonl", "market-2-late.jsonl"];

    internal IEnumerable<byte[]> Lines(string file)
    {
        var rest = File.ReadAllBytes(_folder[file]).AsMemory();
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            Assert.True(end >= 0, "the last line has no end");
            yield return rest[..end].ToArray();
            rest = rest[(end + 1)..];
        }
    }

    internal ContractRules Rules(string file) =>
        new(Reference, SettlementDay.At(file.Contains("late", StringComparison.Ordinal) ? Instant("lateClock") : Instant("clock")));

    internal IEnumerable<(JsonElement Body, List<Value> Values)> Accepted(string file)
    {
        var rules = Rules(file);
        foreach (var (body, codes) in Lines(file).SelectMany(rules.Objects))
        {
            if (body is not { } element)
            {
                continue;
            }
            var values = rules.Reading(element, codes);
            if (codes.Count == 0)
            {
                yield return (element, values);
            }
        }
    }

    internal IEnumerable<JsonElement> AcceptedMarket(string file)
    {
        var rules = Rules(file);
        foreach (var (body, codes) in Lines(file).SelectMany(rules.Objects))
        {
            if (body is not { } element)
            {
                continue;
            }
            rules.Market(element, codes);
            if (codes.Count == 0)
            {
                yield return element;
            }
        }
    }

    internal Dictionary<(string Mpan, SettlementPeriod Period), Value> Winners()
    {
        var winners = new Dictionary<(string, SettlementPeriod), Value>();
        foreach (var value in ReadingFiles.SelectMany(Accepted).SelectMany(m => m.Values))
        {
            if (!winners.TryGetValue((value.Mpan, value.Period), out var held) || value.Revision >= held.Revision)
            {
                winners[(value.Mpan, value.Period)] = value;
            }
        }

        return winners;
    }

    internal Instant Instant(string name) => InstantPattern.General.Parse(Report.GetProperty(name).GetString()!).Value;

    public void Dispose() => _folder.Dispose();
}
