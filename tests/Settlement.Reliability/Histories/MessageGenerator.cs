using System.Globalization;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Makes messages of meter readings of a few meters around a day, good and broken ones.</summary>
internal sealed class MessageGenerator(Random random, IReadOnlyList<string> mpans, DateOnly day, bool brief, Tally hazards)
{
    private readonly JsonDress _dress = new(random);

    private static readonly string[] Suppliers = ["ALFA", "BRAV", "CHAR"];
    private static readonly string[] Groups = ["_A", "_B"];
    private static readonly string[] Connections = ["W", "L", "H", "E", "U"];
    private static readonly string[] Actual = ["A", "A", "E1", "E6"];
    private static readonly string[] Estimated = ["E1", "E2", "E3", "E4", "E5", "E6"];

    /// <summary>One element of an array, and whether it must be accepted.</summary>
    public (string Json, bool Accepted) Next()
    {
        var fields = Good();
        var broken = random.Next(12) == 0;
        if (broken && !Break(fields))
        {
            return (_dress.Pick("5", "null", "[]", "\"reading\"", "[{\"day\":\"2026-06-16\"}]"), false);
        }
        return (_dress.Object(fields), !broken);
    }

    private List<(string Name, string Raw)> Good()
    {
        var mpan = mpans[random.Next(mpans.Count)];
        var (date, utc) = (
            day.AddDays(
                random.Next(6) switch
                {
                    0 => -1,
                    1 => 1,
                    _ => 0,
                }
            ),
            random.Next(3) == 0
        );
        var periods = utc ? 48 : OracleCalendar.Periods(date);
        var (from, length) = Range(periods);
        var segment = _dress.Pick("smart", "smart", "smart", "advanced", "unmetered");
        var words = segment == "unmetered" ? Estimated : Actual;
        var fields = new List<(string Name, string Raw)>
        {
            ("mpan", JsonDress.Quoted(mpan)),
            ("day", JsonDress.Quoted(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
            ("kwh", Values(length, periods)),
            (
                "quality",
                random.Next(3) > 0
                    ? JsonDress.Quoted(_dress.Pick(words))
                    : $"[{string.Join(',', Enumerable.Range(0, length).Select(_ => JsonDress.Quoted(_dress.Pick(words))))}]"
            ),
            ("supplier", JsonDress.Quoted(_dress.Pick(Suppliers))),
            ("gspGroup", JsonDress.Quoted(_dress.Pick(Groups))),
            ("llfc", JsonDress.Quoted(mpan.StartsWith("10", StringComparison.Ordinal) ? _dress.Pick("W01", "H01") : "W01")),
            ("segment", JsonDress.Quoted(segment)),
            ("connection", JsonDress.Quoted(_dress.Pick(Connections))),
        };
        if (utc || random.Next(3) == 0)
        {
            fields.Add(("clock", utc ? "\"utc\"" : "\"local\""));
        }
        if (from > 1 || random.Next(3) == 0)
        {
            fields.Add(("from", JsonDress.Whole(from)));
        }
        if (random.Next(2) == 0)
        {
            fields.Add(("revision", JsonDress.Whole(random.Next(4))));
        }
        if (random.Next(2) == 0)
        {
            fields.Add(("domestic", _dress.Pick("true", "false")));
        }
        if (segment == "smart" && random.Next(3) == 0)
        {
            fields.Add(("flow", "\"export\""));
        }
        return fields;
    }

    private string Values(int length, int periods)
    {
        var values = Enumerable.Range(0, length).Select(_ => random.Next(8) == 0 ? "null" : Number()).ToList();
        hazards.Count(Hazard.NullValue, values.Contains("null"));
        hazards.Count(Hazard.SinglePeriod, length == 1);
        hazards.Count(Hazard.PartialDay, length < periods);
        return $"[{string.Join(',', values)}]";
    }

    private (int From, int Length) Range(int periods)
    {
        var from = random.Next(1, periods + 1);
        return random.Next(3) switch
        {
            _ when brief => (from, 1),
            0 => (1, periods),
            1 => (from, 1),
            _ => (from, random.Next(1, periods - from + 2)),
        };
    }

    /// <summary>Spoils a message; false asks for an element that is no object at all.</summary>
    private bool Break(List<(string Name, string Raw)> fields)
    {
        switch (random.Next(9))
        {
            case 0:
                fields.RemoveAt(random.Next(9));
                break;
            case 1:
                fields.Add(("kwh", "[1,-1]"));
                break;
            case 2:
                // A check by day needs a value on it.
                fields.AddRange([("supplier", "\"NONE\""), ("from", "1"), ("kwh", "[1]"), ("quality", "\"E1\"")]);
                break;
            case 3:
                fields.Add(("mpan", "\"1000000000001\""));
                break;
            case 4:
                fields.Add(("from", "51"));
                break;
            case 5:
                fields.Add(("revision", "1.0"));
                break;
            case 6:
                fields.AddRange([("day", "\"2029-01-01\""), ("from", "1"), ("kwh", "[1]"), ("quality", "\"E1\"")]);
                break;
            case 7:
                fields.Add((fields[random.Next(fields.Count)].Name, "null"));
                break;
            default:
                return false;
        }

        return true;
    }

    private string Number()
    {
        var wattHours = random.Next(6) switch
        {
            0 => 0,
            1 => random.NextInt64(10_000_000_001),
            _ => random.NextInt64(5_000),
        };
        return random.Next(5) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{wattHours}e-3"),
            1 => string.Create(CultureInfo.InvariantCulture, $"{wattHours / 1000m:0.000000}"),
            2 => string.Create(CultureInfo.InvariantCulture, $"{wattHours / 1000m:0.000}E+0"),
            3 => string.Create(CultureInfo.InvariantCulture, $"0.{wattHours:D12}e9"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{wattHours / 1000m:0.###}"),
        };
    }
}
