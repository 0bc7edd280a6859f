using System.Globalization;

namespace Settlement.Reliability.Histories;

/// <summary>Makes market messages of a few keys around a day, good and broken ones.</summary>
internal sealed class MarketMessageGenerator(Random random, DateOnly day)
{
    private static readonly string[] Types = ["gspGroupTake", "systemPrice", "bmUnitVolume", "contract", "balancing"];

    private readonly JsonDress _dress = new(random);

    /// <summary>One element of an array, and whether it must be accepted.</summary>
    public (string Json, bool Accepted) Next()
    {
        var type = _dress.Pick(Types);
        var fields = Good(type);
        var required = fields.Count;
        if (random.Next(2) == 0)
        {
            fields.Add(("revision", JsonDress.Whole(random.Next(3))));
        }
        if (type == "gspGroupTake" && random.Next(2) == 0)
        {
            fields.Add(("estimated", _dress.Pick("true", "false")));
        }
        var broken = random.Next(10) == 0;
        if (broken && !Break(fields, type, required))
        {
            return (_dress.Pick("5", "null", "[]", "\"systemPrice\""), false);
        }
        return (_dress.Object(fields), !broken);
    }

    private List<(string Name, string Raw)> Good(string type)
    {
        var date = day.AddDays(
            random.Next(6) switch
            {
                0 => -1,
                1 => 1,
                _ => 0,
            }
        );
        // Few periods, so that keys meet; the last ones of a day are those that a clock change moves.
        var period = random.Next(3) == 0 ? OracleCalendar.Periods(date) : random.Next(1, 3);
        var fields = new List<(string Name, string Raw)>
        {
            ("type", JsonDress.Quoted(type)),
            ("day", JsonDress.Quoted(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
            ("period", JsonDress.Whole(period)),
        };
        fields.AddRange(
            type switch
            {
                "gspGroupTake" => [("gspGroup", _dress.Pick("\"_A\"", "\"_B\"")), ("mwh", Amount(6, true))],
                "systemPrice" => [("buy", Amount(5, true)), ("sell", Amount(5, true))],
                "contract" =>
                [
                    ("id", _dress.Pick("\"c1\"", "\"c2\"")),
                    ("seller", _dress.Pick("\"GENX\"", "\"TRDX\"")),
                    ("sellerAccount", _dress.Pick("\"P\"", "\"C\"")),
                    ("buyer", _dress.Pick("\"ALFA\"", "\"GENX\"")),
                    ("buyerAccount", _dress.Pick("\"P\"", "\"C\"")),
                    ("mwh", Amount(6, false)),
                ],
                _ => [("bmUnit", _dress.Pick("\"T_GENX-1\"", "\"I_GENX-1\"")), ("mwh", Amount(6, true))],
            }
        );
        return fields;
    }

    /// <summary>Spoils a message; false asks for an element that is no object at all.</summary>
    private bool Break(List<(string Name, string Raw)> fields, string type, int required)
    {
        switch (random.Next(8))
        {
            case 0:
                fields.RemoveAt(random.Next(required));
                break;
            case 1:
                fields.Add(("period", _dress.Pick("0", "51", "-3")));
                break;
            case 2:
                fields.Add(
                    type == "systemPrice" ? ("sell", _dress.Pick("100000.1", "0.000001")) : ("mwh", _dress.Pick("1000000.1", "0.0000001"))
                );
                break;
            case 3:
                fields.Add(("revision", _dress.Pick("-1", "1.0", "\"1\"")));
                break;
            case 4:
                fields.Add(("type", _dress.Pick("\"takes\"", "\"\"", "7")));
                break;
            case 5:
                fields.Add(("day", _dress.Pick("\"2020-01-01\"", "\"2026-02-30\"", "\"yesterday\"")));
                break;
            case 6:
                fields.Add((fields[random.Next(fields.Count)].Name, "null"));
                break;
            default:
                return false;
        }

        return true;
    }

    private string Amount(int decimals, bool signed)
    {
        var units =
            random.Next(5) switch
            {
                0 => 0,
                1 => random.Next(2_000_000),
                _ => random.Next(1, 4) * 1_250_000L,
            } * (signed && random.Next(3) == 0 ? -1 : 1);
        return random.Next(3) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{units}e-{decimals}"),
            1 => string.Create(CultureInfo.InvariantCulture, $"{units / (decimals == 6 ? 1_000_000m : 100_000m):0.000000}00E+0"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{units / (decimals == 6 ? 1_000_000m : 100_000m):0.######}"),
        };
    }
}
