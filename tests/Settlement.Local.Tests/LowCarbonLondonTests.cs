using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Settlement.Domain.Market;
using Settlement.Local.Conversion;

namespace Settlement.Local.Tests;

public sealed class LowCarbonLondonTests
{
    [Fact]
    public void A_stamp_marks_the_end_so_midnight_belongs_to_the_day_before()
    {
        var messages = Convert(
            """
            LCLid,tstp,energy(kWh/hh)
            MAC000002,2013-01-01 00:30:00.0000000, 0.2
            MAC000002,2013-01-01 00:00:00.0000000, 0.1
            """
        ).Messages;

        Assert.Equal(["2012-12-31 48 [0.1]", "2013-01-01 1 [0.2]"], messages.Select(Show));
    }

    [Fact]
    public void The_datastore_layout_is_read_and_null_is_no_value()
    {
        var (messages, result) = Convert(
            """
            LCLid,stdorToU,DateTime,KWH/hh (per half hour) ,Acorn,Acorn_grouped
            MAC000003,Std,2012-10-12 01:00:00.0000000, 0.0625 ,ACORN-A,Affluent
            MAC000003,Std,2012-10-12 01:30:00.0000000,Null,ACORN-A,Affluent
            MAC000003,Std,2012-10-12 02:00:00.0000000, 1.2345 ,ACORN-A,Affluent
            MAC000003,Std,2012-12-18 15:13:41.0000000,Null,ACORN-A,Affluent
            """
        );

        Assert.Equal(["2012-10-12 2 [0.063,null,1.235]"], messages.Select(Show));
        Assert.Equal(new ConversionResult(4, 2, 2, 1, 1, 1), result);
    }

    [Fact]
    public void Days_of_a_clock_change_have_48_half_hours_of_utc()
    {
        var rows = new StringBuilder("LCLid,tstp,energy(kWh/hh)\n");
        foreach (var day in new[] { new DateTime(2013, 3, 31), new DateTime(2013, 10, 27) })
        {
            for (var k = 1; k <= 48; k++)
            {
                rows.Append(CultureInfo.InvariantCulture, $"MAC000004,{day.AddMinutes(30 * k):yyyy-MM-dd HH:mm:ss},{k / 1000m}\n");
            }
        }

        var messages = Convert(rows.ToString(), 626).Messages;

        // 626 weeks on: the last Sundays of March 2025 is the 30th and of October the 26th, Sundays again.
        Assert.Equal(["2025-03-30", "2025-10-26"], messages.Select(m => m.GetProperty("day").GetString()));
        Assert.All(
            messages,
            m =>
            {
                Assert.Equal("utc", m.GetProperty("clock").GetString());
                Assert.Equal(
                    Enumerable.Range(1, 48).Select(k => k / 1000m),
                    m.GetProperty("kwh").EnumerateArray().Select(v => v.GetDecimal())
                );
            }
        );
    }

    [Fact]
    public void Households_get_numbers_of_their_own_and_one_of_four_suppliers()
    {
        var messages = Convert(
            "LCLid,tstp,energy(kWh/hh)\n" + string.Concat(Enumerable.Range(2, 5000).Select(n => $"MAC{n:D6},2013-06-01 12:00:00,0.5\n"))
        ).Messages;

        var mpans = messages.Select(m => m.GetProperty("mpan").GetString()!).ToArray();
        Assert.Equal(5000, mpans.Distinct().Count());
        Assert.All(mpans, m => Assert.True(Mpan.TryParse(m, out var mpan) && mpan.Distributor == 12));
        Assert.Equal(
            ["DAWN", "FERN", "KEEL", "NRTH"],
            messages.Select(m => m.GetProperty("supplier").GetString()!).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.True(
            messages[0] is var first && first.GetProperty("domestic").GetBoolean() && first.GetProperty("gspGroup").GetString() == "_C"
        );
    }

    [Theory]
    [InlineData("timestamp_utc,MAC000002\n2013-01-01 00:00:00,1\n")]
    [InlineData("LCLid,tstp,energy(kWh/hh)\nMAC000002,01/02/2013,1\n")]
    [InlineData("LCLid,tstp,energy(kWh/hh)\nMAC000002,2013-01-01 00:30:00,much\n")]
    [InlineData("LCLid,tstp,energy(kWh/hh)\nhouse,2013-01-01 00:30:00,1\n")]
    [InlineData("")]
    public void Another_layout_is_refused(string csv) => Assert.Throws<FormatException>(() => Convert(csv));

    [Fact]
    public void Homes_and_values_are_counted_once_however_they_lie()
    {
        var (messages, result) = Convert(
            """
            LCLid,tstp,energy(kWh/hh)
            MAC2,2013-01-01 00:30:00,0.2
            MAC000002,2013-01-01 00:30:00,0.3
            MAC000003,2013-01-01 00:30:00,0.4
            MAC000002,2013-01-02 00:30:00,0.5
            """
        );

        Assert.Equal(new ConversionResult(4, 3, 0, 0, 2, 3, 1), result);
        Assert.Equal("2013-01-01 1 [0.3]", Show(messages[0]));
    }

    [Theory]
    [InlineData("MAC000002,never,0.2", "Row 2")]
    [InlineData("MAC000002", "Row 2")]
    [InlineData("MAC000002,2013-01-01 00:30:00,\"0.2", "Row 2")]
    [InlineData("house,2013-01-01 00:30:00,1", "Row 2")]
    public void An_error_names_the_file_and_the_row(string row, string place)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["trial.csv"], $"LCLid,tstp,energy(kWh/hh)\n{row}\n");

        var thrown = Assert.Throws<FormatException>(() => LowCarbonLondonConverter.Convert([folder["trial.csv"]], folder["out.jsonl"]));

        Assert.Contains("trial.csv", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(place, thrown.Message, StringComparison.Ordinal);
    }

    [SampleMarketFact]
    public void The_sample_market_has_the_same_values()
    {
        using var folder = new TemporaryFolder();
        var columns = Lengthen(RealData.File("lcl_smart_meters/lcl_kwh_wide_200meters_20130101_20131031.csv.gz")!, folder["long.csv"]);
        LowCarbonLondonConverter.Convert([folder["long.csv"]], folder["out.jsonl"], 626);
        var ours = File.ReadLines(folder["out.jsonl"])
            .Select(Parse)
            .ToDictionary(m => (m.GetProperty("mpan").GetString()!, m.GetProperty("day").GetString()!), Show);

        // The sample numbers its meters by column, we by household: the same up to the first household left out.
        var households = columns
            .Select((id, column) => (Theirs: Number(column), Ours: Number(int.Parse(id.AsSpan(3), CultureInfo.InvariantCulture) - 2)))
            .ToDictionary(p => p.Theirs, p => p.Ours);
        Assert.True(households.Count(p => p.Key == p.Value) > 50);
        var compared = 0;
        foreach (var theirs in ReadGzip(RealData.File("lcl_market/readings.jsonl.gz")!).Select(Parse))
        {
            Assert.Equal(Show(theirs), ours[(households[theirs.GetProperty("mpan").GetString()!], theirs.GetProperty("day").GetString()!)]);
            compared++;
        }

        Assert.Equal(39_947, compared);
    }

    private static string Number(int place) => Mpan.FromFirstTwelve(120_000_001_000L + (37L * place)).ToString();

    private static string[] Lengthen(string wide, string path)
    {
        using var rows = ReadGzip(wide).GetEnumerator();
        rows.MoveNext();
        var columns = rows.Current.Split(',')[1..];
        var table = new List<(string Stamp, string[] Cells)>();
        while (rows.MoveNext())
        {
            table.Add((rows.Current[..19], rows.Current[20..].Split(',')));
        }
        using var writer = new StreamWriter(path);
        writer.WriteLine("LCLid,tstp,energy(kWh/hh)");
        for (var column = 0; column < columns.Length; column++)
        {
            foreach (var (stamp, cells) in table)
            {
                writer.WriteLine($"{columns[column]},{stamp},{cells[column]}");
            }
        }

        return columns;
    }

    private static IEnumerable<string> ReadGzip(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static (JsonElement[] Messages, ConversionResult Result) Convert(string csv, int shiftWeeks = 0)
    {
        using var output = new MemoryStream();
        var result = LowCarbonLondonConverter.Convert(new StringReader(csv), output, shiftWeeks);
        return ([.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)], result);
    }

    private static JsonElement Parse(string line) => JsonSerializer.Deserialize<JsonElement>(line);

    private static string Show(JsonElement message)
    {
        var values = message
            .GetProperty("kwh")
            .EnumerateArray()
            .Select(v => v.ValueKind == JsonValueKind.Null ? "null" : v.GetDecimal().ToString("0.###", CultureInfo.InvariantCulture));
        return $"{message.GetProperty("day").GetString()} {message.GetProperty("from").GetInt32()} [{string.Join(',', values)}]";
    }
}
