using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Settlement.Reliability.Histories;

/// <summary>One value of one message, found without any code of the product.</summary>
public sealed record OracleValue(
    string Mpan,
    DateTime Start,
    DateOnly Day,
    int Period,
    long WattHours,
    string Quality,
    string Cell,
    bool Utc,
    long Revision,
    DateTimeOffset Enqueued,
    int Partition,
    int Epoch,
    long Sequence,
    int Place
)
{
    public (DateTimeOffset, int, int, long, int) Arrival => (Enqueued, Partition, Epoch, Sequence, Place);
}

/// <summary>What a ledger must hold, read from the events of a history.</summary>
public static partial class Oracle
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>The version of each meter and period that wins: the highest revision, then the latest arrival.</summary>
    public static IEnumerable<OracleValue> Winners(IEnumerable<OracleValue> values) =>
        values.GroupBy(value => (value.Mpan, value.Start)).Select(versions => versions.MaxBy(value => (value.Revision, value.Arrival))!);

    /// <summary>The sums of winners by period, cell and class of quality.</summary>
    public static IEnumerable<(int Period, string Cell, string Quality, long WattHours, long Values)> Totals(
        IEnumerable<OracleValue> winners
    ) =>
        winners
            .GroupBy(value => (value.Period, value.Cell, Quality: value.Quality is "A" or "Z" ? "A" : "E"))
            .Select(group => (group.Key.Period, group.Key.Cell, group.Key.Quality, group.Sum(value => value.WattHours), group.LongCount()));

    /// <summary>The rejects that an event must leave: place and body.</summary>
    public static IEnumerable<(int Place, string Body)> Rejects(HistoryEvent e)
    {
        if (e.Accepted is null || e.Fate == MessageVariant.SetAside)
        {
            return [(0, Encoding.UTF8.GetString(e.Body))];
        }
        if (e.Release is not null)
        {
            return [];
        }
        using var document = JsonDocument.Parse(Text(e), AnyDepth);
        return
        [
            .. Elements(document).Select((element, place) => (place, element.GetRawText())).Where(element => !e.Accepted[element.place]),
        ];
    }

    /// <summary>Every value of the accepted messages of an event.</summary>
    internal static IReadOnlyList<OracleValue> Values(HistoryEvent e) => Accepted(e, (place, o) => Values(e, place, o));

    internal static IReadOnlyList<T> Accepted<T>(HistoryEvent e, Func<int, JsonElement, IEnumerable<T>> read)
    {
        if (e.Accepted is null)
        {
            return [];
        }
        // The platform's reader finds no field in an object of which one name is half a character.
        using var document = JsonDocument.Parse(HalfPair.Replace(Text(e), match => match.Value.Length == 2 ? match.Value : "?"), AnyDepth);
        return [.. Elements(document).SelectMany((element, place) => e.Accepted[place] ? read(place, element) : [])];
    }

    [GeneratedRegex(@"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex HalfPair { get; }

    private static string Text(HistoryEvent e) => Encoding.UTF8.GetString(e.Body).TrimStart('\uFEFF');

    private static IEnumerable<OracleValue> Values(HistoryEvent e, int place, JsonElement o)
    {
        string Text(string name, string absent = "") => o.TryGetProperty(name, out var value) ? value.GetString()! : absent;
        long Whole(string name, long absent) => o.TryGetProperty(name, out var value) ? value.GetInt64() : absent;
        var domestic = o.TryGetProperty("domestic", out var d) && d.GetBoolean();
        var date = DateOnly.ParseExact(Text("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var utc = Text("clock", "local") == "utc";
        var start = utc ? date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : OracleCalendar.StartOf(date);
        var cell = string.Join(
            ' ',
            Text("gspGroup"),
            Text("supplier"),
            Text("flow", "import"),
            Text("segment"),
            Text("connection"),
            domestic,
            Text("mpan")[..2],
            Text("llfc")
        );
        var quality = o.GetProperty("quality");
        var kwh = o.GetProperty("kwh");
        for (var i = 0; i < kwh.GetArrayLength(); i++)
        {
            if (kwh[i].ValueKind == JsonValueKind.Null)
            {
                continue;
            }
            var wattHours = decimal.Parse(kwh[i].GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture) * 1000;
            var at = start.AddMinutes(30 * (Whole("from", 1) - 1 + i));
            var (day, period) = OracleCalendar.At(at);
            var word = (quality.ValueKind == JsonValueKind.Array ? quality[i] : quality).GetString()!;
            yield return new OracleValue(
                Text("mpan"),
                at,
                day,
                period,
                (long)wattHours,
                word,
                cell,
                utc,
                Whole("revision", 0),
                e.Enqueued,
                e.Partition,
                e.Epoch,
                e.Sequence,
                place
            );
        }
    }

    private static IEnumerable<JsonElement> Elements(JsonDocument document) =>
        document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray() : [document.RootElement];
}
