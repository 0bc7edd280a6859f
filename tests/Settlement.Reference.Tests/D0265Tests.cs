using CsCheck;
using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;
using Settlement.Reference.LossFactors;
using Settlement.Reference.Sets;

namespace Settlement.Reference.Tests;

public sealed class D0265Tests
{
    private const string Published = "elexon_reference/llf/llflond20250401ptf.zip";
    private static readonly SettlementDay Day = SettlementDay.Parse("2025-04-01");
    private static readonly SettlementDay Short = SettlementDay.Parse("2025-03-30");
    private static readonly SettlementDay Long = SettlementDay.Parse("2025-10-26");

    [Fact]
    public void Equal_periods_become_bands_and_equal_days_ranges()
    {
        var night = Enumerable.Repeat(1077, 14).Concat(Enumerable.Repeat(1095, 34)).ToArray();
        var file = Read(
            new D0265Text()
                .Add("DIS|LOND")
                .Add("LLF|1")
                .Day(Day, night)
                .Day(Day.Next, night)
                .Day(Day.Next.Next, Enumerable.Repeat(1000, 48))
        );

        var both = new DayRange(Day, Day.Next);
        Assert.Equal("LOND", file.Participant);
        Assert.Equal([new DayRange(Day, Day.Next.Next)], file.Days);
        Assert.Equal(
            [
                new("", "1", 1, 14, 1077, both),
                new("", "1", 15, null, 1095, both),
                new("", "1", 1, null, 1000, new(Day.Next.Next, Day.Next.Next)),
            ],
            file.Bands
        );
    }

    [Fact]
    public void Days_that_do_not_follow_each_other_stay_apart()
    {
        var last = SettlementDay.FromNumber(Day.Number + 2);
        var file = Read(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Day, Flat(48)).Day(last, Flat(48)));
        Assert.Equal([new DayRange(Day, Day), new DayRange(last, last)], file.Days);
        Assert.Equal(2, file.Bands.Count);
    }

    [Fact]
    public void Every_factor_of_the_file_comes_back_on_its_day()
    {
        var factors = Gen.Int[998, 1001].Array[50];
        Gen.Select(Gen.Int[0, 40].HashSet[1, 12], factors.Array[41])
            .Sample(
                (days, values) =>
                {
                    var start = SettlementDay.Parse("2025-10-05");
                    var text = new D0265Text().Add("DIS|LOND").Add("LLF|7");
                    foreach (var offset in days)
                    {
                        text.Day(At(offset), values[offset].Take(At(offset).Periods));
                    }
                    var file = Read(text);
                    var data = new ReferenceData
                    {
                        LossFactors = LossFactorTable.Empty.Replace(
                            "12",
                            file.Days,
                            file.Bands.Select(band => band with { Distributor = "12" })
                        ),
                    };

                    for (var offset = -1; offset < 42; offset++)
                    {
                        var profile = data.On(At(offset)).LossFactors("12", "7");
                        Assert.Equal(days.Contains(offset), profile is not null);
                        Assert.Equal(days.Contains(offset), file.Days.Any(range => range.Contains(At(offset))));
                        for (var period = 1; profile is not null && period <= At(offset).Periods; period++)
                        {
                            Assert.Equal(values[offset][period - 1], profile.Thousandths(period));
                        }
                    }

                    SettlementDay At(int offset) => SettlementDay.FromNumber(start.Number + offset);
                },
                iter: 100
            );
    }

    [Fact]
    public void Change_days_have_46_and_50_periods()
    {
        Assert.Single(Read(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Short, Flat(46))).Bands);
        Assert.Single(Read(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Long, Flat(50))).Bands);
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Short, Flat(48)), "period 47 is there; the day has 46");
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Long, Flat(48)), "period 49 is missing; the day has 50");
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Day, Flat(47)), "period 48 is missing");
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Day, Flat(50)), "period 49 is there");
    }

    [Fact]
    public void Faults_are_refused_with_their_line()
    {
        Assert.Equal(
            4,
            Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Day, Flat(48)).Add("SPL|7|1.0"), "period 7 is there twice").Row
        );
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Day, Flat(48)).Day(Day, Flat(48)), "the day is there twice");
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Day, Flat(48)).Add("DIS|SEEB"), "a second distributor");
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Day, Flat(48)).Add("XXX|1"), "unknown");
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1").Day(Day, Flat(48)).Add("LLF|2").Add("SPL|1|1.0"), "before the day");
        Refused(new D0265Text().Add("DIS|LOND").Day(Day, []), "before the class");
        Refused(new D0265Text().Add("DIS|LOND").Add("LLF|1"), "no day");
        Assert.Equal(53, Refused(D0265Text.Source(Full().Text(99)), "the trailer counts '99' records, the file has 53").Row);
        Refused(D0265Text.Source(Full().Text().Split("ZPT")[0]), "trailer is missing");
        Refused(D0265Text.Source(Full().Text() + "LLF|2\n"), "follows the trailer");
        Refused(D0265Text.Source(Full().Text().Replace("D0265", "D0269", StringComparison.Ordinal)), "not a D0265");
        Refused(D0265Text.Source("LLF|1\n" + Full().Text()), "does not begin", "a second header", "counts");
        Refused(
            D0265Text.Source(
                Full()
                    .Text()
                    .Replace("SPL|3|1.0\n", "SPL|3|1.0001\n", StringComparison.Ordinal)
                    .Replace("SPL|3|1\n", "SPL|3|1.0001\n", StringComparison.Ordinal)
            ),
            "not a loss factor",
            "period 3 is missing"
        );
        Refused(D0265Text.Source(""), "trailer is missing");
    }

    [Fact]
    public void All_files_of_an_archive_are_read()
    {
        var files = LossFactorFile.Read(
            D0265Text.Zip("all.ZIP", ("b.ptf", Full("2").Text()), ("a.PTF", Full("1").Text()), ("readme.txt", "no"))
        );

        Assert.Equal(["1", "2"], files.Select(file => file.Bands.Single().Llfc));
        Assert.Contains(
            "no .ptf",
            Assert.Throws<ReferenceRejectedException>(() => LossFactorFile.Read(D0265Text.Zip("a.zip", ("x.txt", "")))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not a readable zip",
            Assert.Throws<ReferenceRejectedException>(() => LossFactorFile.Read(D0265Text.Source("text", "a.zip"))).Message,
            StringComparison.Ordinal
        );
    }

    [RealDataFact(Published)]
    public void The_published_file_of_London_is_read_whole()
    {
        var path = RealData.File(Published)!;
        var file = Assert.Single(LossFactorFile.Read(new(Path.GetFileName(path), () => File.OpenRead(path))));
        var data = new ReferenceData { LossFactors = LossFactorTable.From(file.Bands.Select(band => band with { Distributor = "12" })) };

        Assert.Equal("LOND", file.Participant);
        Assert.Equal([new DayRange(SettlementDay.Parse("2025-04-01"), SettlementDay.Parse("2026-03-31"))], file.Days);
        Assert.Equal(166, data.LossFactors.Classes);
        Assert.InRange(file.Bands.Count, 15_000, 25_000);
        Assert.Equal((978, 1119), (file.Bands.Min(band => band.Thousandths), file.Bands.Max(band => band.Thousandths)));
        Assert.Equal(1077, data.On(Day).LossFactors("12", "1")!.Thousandths(14));
        Assert.Equal(1095, data.On(Day).LossFactors("12", "1")!.Thousandths(15));
        Assert.NotEqual(0, data.On(Long).LossFactors("12", "2")!.Thousandths(50));
        Assert.Null(data.On(SettlementDay.Parse("2025-03-31")).LossFactors("12", "1"));

        var factors = file
            .Bands.SelectMany(band =>
                Enumerable
                    .Range(band.InForce.From!.Value.Number, band.InForce.To!.Value.Number - band.InForce.From.Value.Number + 1)
                    .Select(day => (band.ToPeriod ?? SettlementDay.FromNumber(day).Periods) - band.FromPeriod + 1)
            )
            .Sum();
        Assert.Equal(2_908_320, factors);
    }

    private static D0265Text Full(string llfc = "1") => new D0265Text().Add("DIS|LOND").Add($"LLF|{llfc}").Day(Day, Flat(48));

    private static IEnumerable<int> Flat(int periods) => Enumerable.Repeat(1000, periods);

    private static LossFactorFile Read(D0265Text text) => Assert.Single(LossFactorFile.Read(text.Source()));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_header() =>
        Assert.Single(LossFactorFile.Read(new LossFactorSource("bom.ptf", () => new MemoryStream([0xEF, 0xBB, 0xBF, .. Bytes("OPER")]))));

    [Fact]
    public void Lines_may_end_with_carriage_returns_alone() =>
        Assert.Single(
            LossFactorFile.Read(
                new LossFactorSource("old.ptf", () => new MemoryStream([.. Bytes("OPER").Select(b => b == (byte)'\n' ? (byte)'\r' : b)]))
            )
        );

    [Fact]
    public void A_test_file_is_refused() =>
        Refused(new LossFactorSource("test.ptf", () => new MemoryStream(Bytes("TR01"))), "the file is a test ('TR01')");

    private static byte[] Bytes(string flag) =>
        System.Text.Encoding.ASCII.GetBytes(
            new D0265Text()
                .Add("DIS|LOND")
                .Add("LLF|001")
                .Day(SettlementDay.Parse("2026-06-16"), Enumerable.Repeat(1045, 48))
                .Text()
                .Replace("||||OPER", $"||||{flag}", StringComparison.Ordinal)
        );

    private static ReferenceProblem Refused(D0265Text text, params string[] reasons) => Refused(text.Source(), reasons);

    private static ReferenceProblem Refused(LossFactorSource source, params string[] reasons)
    {
        var problems = Assert.Throws<ReferenceRejectedException>(() => LossFactorFile.Read(source)).Problems;
        Assert.Equal(reasons.Length, problems.Count);
        foreach (var reason in reasons)
        {
            Assert.Contains(
                problems,
                problem =>
                    problem.Reason.Contains(reason, StringComparison.Ordinal)
                    && problem.Reason.StartsWith(source.Name, StringComparison.Ordinal)
            );
        }
        return problems[0];
    }
}
