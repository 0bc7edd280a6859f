using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Settlement.Domain.Calendar;
using Settlement.Hosting.Replay;
using Settlement.Reference;
using Settlement.Simulation;

namespace Settlement.Functions.Tests.Repartitioning;

/// <summary>An event on its way to a hub.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Body">The body.</param>
/// <param name="Meter">The meter it is of; null for what has none.</param>
internal sealed record Sent(string Hub, byte[] Body, string? Meter);

/// <summary>A small market of two days whose meters correct a third of what they sent.</summary>
public sealed class KeyedMarket : IDisposable
{
    internal const string FirstDay = "2026-10-24";
    internal const string LongDay = "2026-10-25";

    private readonly TemporaryFolder _folder = new();

    public KeyedMarket()
    {
        MarketSimulator.Write(
            new SimulationOptions
            {
                Out = _folder["market"],
                From = SettlementDay.Parse(FirstDay),
                Days = 2,
                Meters = 90,
                Seed = 11,
            }
        );
        Reference = ReferenceFolder.Read(Path.Combine(_folder["market"], "reference")).Sets;
        Initial = [.. Read("readings-1-initial.jsonl"), .. Read("market-1-initial.jsonl")];
        Late = [.. Read("readings-2-late.jsonl"), .. Corrections(), .. Read("market-2-late.jsonl")];
    }

    internal IReadOnlyDictionary<string, string> Reference { get; }

    internal IReadOnlyList<Sent> Initial { get; }

    internal IReadOnlyList<Sent> Late { get; }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<Sent> Read(string file) =>
        ReplayFile.Read(Path.Combine(_folder["market"], file)).Select(body => new Sent(EventRouter.HubOf(body), body, Parse(body)?.Mpan));

    /// <summary>Every third reading again with other values: by turns with the revision it had, which wins by coming later, and with a higher one.</summary>
    private IEnumerable<Sent> Corrections()
    {
        foreach (var (sent, i) in Initial.Where((sent, i) => sent.Meter is not null && i % 3 == 0).Select((sent, i) => (sent, i)))
        {
            var (reading, _, revision) = Parse(sent.Body)!.Value;
            reading["kwh"] = new JsonArray([.. reading["kwh"]!.AsArray().Select((_, period) => (JsonNode)(0.001m * (i + period)))]);
            reading["revision"] = revision + (i % 2);
            yield return sent with
            {
                Body = Encoding.UTF8.GetBytes(reading.ToJsonString()),
            };
        }
    }

    /// <summary>A reading with its meter, values and revision as they should be; null for everything else, broken on purpose or not.</summary>
    private static (JsonObject Reading, string Mpan, int Revision)? Parse(byte[] body)
    {
        try
        {
            return
                JsonNode.Parse(body) is JsonObject reading && reading["mpan"]?.GetValue<string>() is { } mpan && reading["kwh"] is JsonArray
                ? (reading, mpan, reading["revision"]?.GetValue<int>() ?? 0)
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
