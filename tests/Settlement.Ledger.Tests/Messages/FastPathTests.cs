using System.Globalization;
using System.Text;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Tests.Messages;

/// <summary>The fast path through the decoder must not be told from the full reader by anything but its speed.</summary>
public sealed class FastPathTests
{
    private static readonly string[] Days = ["2026-06-16", "2026-06-17", "2026-10-25", "2026-03-29", "2026-11-30"];
    private static readonly string[] Qualities = ["A", "Z", "E1", "E2", "E6"];

    private readonly ReadingDecoder _short = new(TestMarket.Data);
    private readonly ReadingDecoder _full = new(TestMarket.Data) { FastPath = false };
    private long _sequence;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_body_comes_to_the_same_rows_totals_and_rejects(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 1_500; round++)
        {
            var bodies = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Body(random)).ToList();
            if (round > 100)
            {
                bodies.AddRange(bodies.ToList().Select(body => Spoil(random, body)));
            }
            Same(random.Next(5) == 0 ? Decoding.Noon.AddDays(-random.Next(400)) : Decoding.Noon, [.. bodies]);
        }

        Assert.True(_short.ReadOnFastPath > 800, $"Only {_short.ReadOnFastPath} objects were read on the fast path.");
        Assert.Equal(0, _full.ReadOnFastPath);
    }

    [Fact]
    public void Every_byte_of_a_learned_message_may_change_and_both_say_the_same()
    {
        var text =
            """[{"mpan":"$","day":"2026-06-16","from":7,"kwh":[0.25,null,0,1234.567,0],"quality":["A","E1","Z","A","E6"],"supplier":"ALFA","gspGroup":"_A","llfc":"W01","segment":"smart","connection":"W","domestic":true,"revision":3}]""".Replace(
                "$",
                Meters.Mpan(7),
                StringComparison.Ordinal
            );
        Same(Decoding.Noon, text, text);
        Assert.Equal(1, _short.ReadOnFastPath);
        foreach (var other in "\"\\,:[]{}0159.-+eE nultrAZ\0\u0001\u00e9")
        {
            for (var i = 0; i < text.Length; i++)
            {
                Same(Decoding.Noon, text[..i] + other + text[(i + 1)..]);
                Same(Decoding.Noon, text[..i] + other + text[i..]);
                Same(Decoding.Noon, text.Remove(i, 1));
            }
        }
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.1", 100)]
    [InlineData("9.999", 9_999)]
    [InlineData("1234.567", 1_234_567)]
    [InlineData("10000000", 10_000_000_000)]
    [InlineData("99999.99", 99_999_990)]
    public void A_plain_number_is_read_the_short_way(string number, long wattHours)
    {
        var learned = MessageText.Reading().ToString();
        var message = MessageText.Reading().With("kwh", $"[{number}]").ToString();
        Same(Decoding.Noon, learned, message);
        Assert.Equal(1, _short.ReadOnFastPath);
        Assert.Equal(wattHours, Decoding.Readings(message).WattHours(Decoding.Readings(message).Rows[0])[0]);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("01.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("0.1234")]
    [InlineData("0.1230")]
    [InlineData("1e3")]
    [InlineData("-0")]
    [InlineData("1.2.3")]
    [InlineData("10000001")]
    [InlineData("99999999")]
    [InlineData("123456789")]
    [InlineData("nul1")]
    [InlineData("nulls")]
    [InlineData("true")]
    [InlineData("")]
    [InlineData("1 ")]
    [InlineData(" ")]
    [InlineData(" .5")]
    [InlineData("  1")]
    [InlineData(" 00")]
    public void Any_other_number_is_left_to_the_full_reader(string number)
    {
        Same(Decoding.Noon, MessageText.Reading().ToString());
        Same(
            Decoding.Noon,
            MessageText.Reading().With("kwh", $"[{number}]").ToString(),
            MessageText.Reading().With("kwh", $"[1,{number}]").ToString()
        );
        Assert.Equal(0, _short.ReadOnFastPath);
    }

    [Fact]
    public void An_element_that_hides_a_long_text_is_not_looked_through_again_for_each_one()
    {
        // Each element makes the fast path look for a bracket that never comes; looking to the end each time would take minutes.
        Same(Decoding.Noon, $"[{string.Join(',', Enumerable.Repeat("{}", 150_000))}]");
    }

    private void Same(DateTimeOffset enqueued, params string[] bodies)
    {
        var events = bodies.Select(body => Decoding.Event(body, enqueued, _sequence++)).ToArray();
        Assert.Equal(Text(_full.Decode(events)), Text(_short.Decode(events)));
    }

    private static string Text(ReadingBatch batch)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{batch.Accepted} accepted");
        foreach (var row in batch.Rows)
        {
            text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{batch.Cells[row.Cell]} {row.Mpan} {row.First} {row.Revision} {batch.Events[row.Event]} {row.Place} {row.Quality}"
                )
                .AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{row.Form} {Convert.ToHexString(batch.Packed(row))} {string.Join(',', batch.WattHours(row))} {string.Join(',', batch.Qualities(row))}"
                );
        }

        var totals = new List<string>();
        for (var i = 0; i < batch.Totals.Used.Length; i++)
        {
            if (batch.Totals.WattHours(i).ContainsAnyExcept(0) || batch.Totals.Changes(i).ContainsAnyExcept(0))
            {
                totals.Add(
                    $"{batch.Cells[batch.Totals.Used[i] / 2]} {(QualityClass)(batch.Totals.Used[i] % 2)} {string.Join(',', batch.Totals.WattHours(i).ToArray())} {string.Join(',', batch.Totals.Changes(i).ToArray())}"
                );
            }
        }

        totals.Sort(StringComparer.Ordinal);
        text.AppendJoin('\n', totals);
        foreach (var reject in batch.Rejects)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{reject.Position} {reject.Place} {reject.Enqueued} {reject.Day} {reject.Mpan} {reject.Reasons} {Encoding.UTF8.GetString(reject.Body.Span)}"
            );
        }
        return text.ToString();
    }

    private static string Body(Random random) =>
        random.Next(3) switch
        {
            0 => Reading(random),
            1 =>
                $"[{string.Join(Pick(random, ",", ",", ", ", "\n,\r\n"), Enumerable.Range(0, random.Next(6)).Select(_ => Reading(random)))}]",
            _ =>
                $" [ {string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(8) == 0 ? Pick(random, "5", "null", "[]", "{}", "[{}]") : Reading(random)))} ]\n",
        };

    private static string Reading(Random random)
    {
        // A few dozen texts around the values come again and again, with and without what the fast path cannot take.
        var text = new Random(random.Next(80));
        var plain = random.Next(4) > 0;
        var (day, utc) = (Pick(text, Days), text.Next(4) == 0);
        var periods = utc
            ? 48
            : day switch
            {
                "2026-10-25" => 50,
                "2026-03-29" => 46,
                _ => 48,
            };
        var from = random.Next(3) == 0 ? 1 : random.Next(1, periods + 1);
        var count = random.Next(2) == 0 ? periods - from + 1 : random.Next(1, periods - from + 2 + (random.Next(20) == 0 ? 3 : 0));
        var space = text.Next(4) == 0 ? " " : "";
        var distributor = Pick(text, "10", "10", "12", "13");
        var one = text.Next(3) > 0 ? Pick(text, Qualities) : null;
        string[] qualities = [.. Enumerable.Range(0, count).Select(_ => one ?? Pick(random, Qualities))];
        var fields = new List<(string Name, string Raw)>
        {
            ("mpan", $"\"{Meters.Mpan(random.Next(40), int.Parse(distributor, CultureInfo.InvariantCulture))}\""),
            ("day", $"\"{day}\""),
            ("kwh", $"[{string.Join(',' + space, qualities.Select(quality => quality == "Z" ? Zero(random) : Number(random, plain)))}]"),
            ("quality", one is not null ? $"\"{one}\"" : $"[{string.Join(',' + space, qualities.Select(quality => $"\"{quality}\""))}]"),
            ("supplier", Pick(text, "\"ALFA\"", "\"ALFA\"", "\"BRAV\"", "\"BRAV\"", "\"LATE\"", "\"PAST\"", "\"NONE\"")),
            ("gspGroup", Pick(text, "\"_A\"", "\"_A\"", "\"_L\"")),
            ("llfc", Pick(text, "\"W01\"", "\"W01\"", "\"H01\"", "\"N01\"", "\"LATE\"")),
            ("segment", Pick(text, "\"smart\"", "\"smart\"", "\"advanced\"", "\"unmetered\"")),
            ("connection", "\"W\""),
        };
        if (utc)
        {
            fields.Insert(2, ("clock", "\"utc\""));
        }
        if (from > 1 || text.Next(6) == 0)
        {
            fields.Insert(text.Next(5) == 0 ? fields.Count : 2, ("from", from.ToString(CultureInfo.InvariantCulture)));
        }
        if (text.Next(3) == 0)
        {
            fields.Add(("revision", text.Next(3).ToString(CultureInfo.InvariantCulture)));
        }
        if (text.Next(4) == 0)
        {
            fields.Add(("flow", Pick(text, "\"export\"", "\"import\"")));
        }
        if (text.Next(12) == 0)
        {
            fields.Insert(
                text.Next(fields.Count),
                Pick(
                    text,
                    ("note", "[1]"),
                    ("note", "{\"from\":3}"),
                    ("note", "\"}\""),
                    ("mpan", "\"1000000000001\""),
                    ("from", "9"),
                    ("kwh", "[0.5]"),
                    ("quality", "[\"A\"]"),
                    ("note", "{\"mpan\":\"1000000000001\"}")
                )
            );
        }
        if (text.Next(3) == 0)
        {
            fields.Sort((x, y) => string.CompareOrdinal(x.Name, y.Name));
        }
        return $"{{{string.Join(',' + space, fields.Select(field => $"\"{field.Name}\":{space}{field.Raw}"))}}}";
    }

    /// <summary>What a known zero may be, and now and then what it may not.</summary>
    private static string Zero(Random random) => random.Next(200) == 0 ? "0.001" : Pick(random, "0", "0", "0.0", "null");

    private static string Number(Random random, bool plain) =>
        random.Next(plain ? 6 : 0, plain ? 18 : 12) switch
        {
            0 or 17 => "null",
            1 or 16 => "0",
            2 => (random.NextInt64(20_000_000_000) / 1000m).ToString("0.###", CultureInfo.InvariantCulture),
            3 or 15 => (random.Next(5_000) / 1000m).ToString("0.000", CultureInfo.InvariantCulture),
            4 when random.Next(20) == 0 => Pick(random, "-1", "1e-1", "0.0001", "1.2340", "\"1\"", "01"),
            _ => (random.Next(5_000) / 1000m).ToString("0.###", CultureInfo.InvariantCulture),
        };

    /// <summary>Changes a body in one place or a few.</summary>
    private static string Spoil(Random random, string body)
    {
        for (var change = random.Next(1, 3); change > 0 && body.Length > 4; change--)
        {
            var at = random.Next(body.Length);
            var length = Math.Min(random.Next(1, 4), body.Length - at);
            body = random.Next(6) switch
            {
                0 => body.Remove(at, length),
                1 => body.Insert(at, Pick(random, "\"", ",", "]", "[", "}", "{", " ", "0", ".", "\\", "\0", "é")),
                2 => body[..at] + (char)random.Next(0x20, 0x7F) + body[(at + 1)..],
                3 => body[..at] + body[random.Next(body.Length)..],
                4 => body.Insert(at, body.Substring(random.Next(body.Length - length), length)),
                _ => body[..at],
            };
        }

        return body;
    }

    private static T Pick<T>(Random random, params T[] among) => among[random.Next(among.Length)];
}
