using System.Globalization;
using System.Text.Json;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>The market inputs that a ledger must hold, read from the events of a history without any code of the product.</summary>
public static class MarketOracle
{
    /// <summary>The winners of a day, a line each.</summary>
    public static string Winners(IEnumerable<HistoryEvent> events, DateOnly day) => LedgerText.Lines(Oracle.Accepted(events)
        .Select(each => Version(each.Event, each.Place, each.Object))
        .Where(version => version.Day == day)
        .GroupBy(version => (version.Period, version.Type, version.Key))
        .Select(versions => versions.MaxBy(version => version.Order)!)
        // A contract of nothing is a contract that was cancelled.
        .Where(winner => winner.Type != "contract" || winner.A != 0)
        .Select(winner => LedgerText.Input(winner.Period, winner.Type, winner.Key, winner.A, winner.B, winner.Rest)));

    /// <summary>The days that an event brings something for.</summary>
    public static IEnumerable<DateOnly> Days(HistoryEvent e) => Oracle.Accepted([e]).Select(each => Version(each.Event, each.Place, each.Object).Day);

    private static MarketVersion Version(HistoryEvent e, int place, JsonElement o)
    {
        string Text(string name) => o.GetProperty(name).GetString()!;
        decimal Number(string name) => decimal.Parse(o.GetProperty(name).GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
        var type = Text("type");
        var (key, a, b, rest) = type switch
        {
            "gspGroupTake" => (Text("gspGroup"), Number("mwh"), 0m, o.TryGetProperty("estimated", out var estimated) && estimated.GetBoolean() ? "estimated" : ""),
            "systemPrice" => ("", Number("buy"), Number("sell"), ""),
            "contract" => (Text("id"), Number("mwh"), 0m, string.Join(' ', Text("seller"), Text("sellerAccount"), Text("buyer"), Text("buyerAccount"))),
            _ => (Text("bmUnit"), Number("mwh"), 0m, ""),
        };
        var revision = o.TryGetProperty("revision", out var found) ? found.GetInt64() : 0;
        return new(type, DateOnly.ParseExact(Text("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture), o.GetProperty("period").GetInt32(), key, a, b, rest, (revision, e.Enqueued, e.Partition, e.Sequence, place));
    }

    private sealed record MarketVersion(string Type, DateOnly Day, int Period, string Key, decimal A, decimal B, string Rest, (long, DateTimeOffset, int, long, int) Order);
}
