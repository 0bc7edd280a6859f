using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Settlement.Reliability.Histories;

/// <summary>One value of one message, found without any code of the product.</summary>
public sealed record OracleValue(string Mpan, DateTime Start, long WattHours, string Quality, string Cell, long Revision, DateTimeOffset Enqueued, int Partition, long Sequence, int Place)
{
    public (DateOnly Day, int Period) At => OracleCalendar.At(Start);

    public (long, DateTimeOffset, int, long, int) Order => (Revision, Enqueued, Partition, Sequence, Place);
}

/// <summary>What a ledger must hold, read from the events of a history.</summary>
public static class Oracle
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Every value of the accepted messages among some events.</summary>
    public static IEnumerable<OracleValue> Values(IEnumerable<HistoryEvent> events) => events.Where(e => e.Accepted is not null).SelectMany(Values);

    /// <summary>The totals of the values that win: <c>cell class</c> → Wh and count, by day and period.</summary>
    public static IReadOnlyDictionary<(DateOnly Day, int Period), SortedDictionary<string, (long WattHours, long Values)>> Totals(IEnumerable<OracleValue> values)
    {
        var totals = new Dictionary<(DateOnly, int), SortedDictionary<string, (long WattHours, long Values)>>();
        foreach (var winner in values.GroupBy(value => (value.Mpan, value.Start)).Select(versions => versions.MaxBy(value => value.Order)!))
        {
            if (!totals.TryGetValue(winner.At, out var cells))
                totals.Add(winner.At, cells = new(StringComparer.Ordinal));
            var key = $"{winner.Cell} {(winner.Quality is "A" or "Z" ? "A" : "E")}";
            var (wattHours, count) = cells.GetValueOrDefault(key);
            cells[key] = (wattHours + winner.WattHours, count + 1);
        }

        return totals;
    }

    /// <summary>The rejects that an event must leave: place and body.</summary>
    public static IEnumerable<(int Place, string Body)> Rejects(HistoryEvent e)
    {
        if (e.Accepted is null)
            return [(0, Encoding.UTF8.GetString(e.Body))];
        using var document = JsonDocument.Parse(Text(e), AnyDepth);
        return [.. Elements(document).Select((element, place) => (place, element.GetRawText())).Where(element => !e.Accepted[element.place])];
    }

    private static string Text(HistoryEvent e) => Encoding.UTF8.GetString(e.Body).TrimStart('\uFEFF');

    private static IEnumerable<OracleValue> Values(HistoryEvent e)
    {
        // The platform's reader finds no field in an object of which one name is half a character.
        using var document = JsonDocument.Parse(Text(e).Replace("\\ud800", "?", StringComparison.Ordinal), AnyDepth);
        return [.. Elements(document).SelectMany((element, place) => e.Accepted![place] ? Values(e, place, element) : [])];
    }

    private static IEnumerable<OracleValue> Values(HistoryEvent e, int place, JsonElement o)
    {
        string Text(string name, string absent = "") => o.TryGetProperty(name, out var value) ? value.GetString()! : absent;
        long Whole(string name, long absent) => o.TryGetProperty(name, out var value) ? value.GetInt64() : absent;
        var domestic = o.TryGetProperty("domestic", out var d) && d.GetBoolean();
        var day = DateOnly.ParseExact(Text("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var start = Text("clock", "local") == "utc" ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : OracleCalendar.StartOf(day);
        var cell = string.Join(' ', Text("gspGroup"), Text("supplier"), Text("flow", "import"), Text("segment"), Text("connection"), domestic, Text("mpan")[..2], Text("llfc"));
        var quality = o.GetProperty("quality");
        var kwh = o.GetProperty("kwh");
        for (var i = 0; i < kwh.GetArrayLength(); i++)
        {
            if (kwh[i].ValueKind == JsonValueKind.Null)
                continue;
            var wattHours = decimal.Parse(kwh[i].GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture) * 1000;
            var at = start.AddMinutes(30 * (Whole("from", 1) - 1 + i));
            var word = (quality.ValueKind == JsonValueKind.Array ? quality[i] : quality).GetString()!;
            yield return new OracleValue(Text("mpan"), at, (long)wattHours, word, cell, Whole("revision", 0), e.Enqueued, e.Partition, e.Sequence, place);
        }
    }

    private static IEnumerable<JsonElement> Elements(JsonDocument document) =>
        document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray() : [document.RootElement];
}
