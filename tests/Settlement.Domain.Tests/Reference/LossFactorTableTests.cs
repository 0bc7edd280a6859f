using System.Text;
using CsCheck;
using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Tests.Reference;

public sealed class LossFactorTableTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Fact]
    public void Bands_answer_for_their_periods_and_nothing_else()
    {
        var market = On(Day, new("12", "1", 3, 14, 1077, DayRange.Always), new("12", "1", 15, 20, 1095, DayRange.Always));
        var profile = market.LossFactors("12", "1")!;

        Assert.Equal([0, 0, 1077, 1077, 1095, 1095, 0], new[] { 1, 2, 3, 14, 15, 20, 21 }.Select(profile.Thousandths));
        Assert.Equal([0, 0, 0], new[] { 0, -1, 51 }.Select(profile.Thousandths));
    }

    [Fact]
    public void An_open_band_runs_to_the_last_period_of_every_day()
    {
        var longDay = SettlementDay.Parse("2026-10-25");
        Assert.Equal(1095, On(longDay, new LossFactor("12", "1", 15, null, 1095, DayRange.Always)).LossFactors("12", "1")!.Thousandths(50));
    }

    [Fact]
    public void A_class_without_a_row_on_the_day_has_no_profile()
    {
        var data = new ReferenceData { LossFactors = LossFactorTable.From([new("12", "1", 1, null, 1077, new(Day, Day))]) };

        Assert.NotNull(data.On(Day).LossFactors("12", "1"));
        Assert.Null(data.On(Day.Next).LossFactors("12", "1"));
        Assert.Null(data.On(Day).LossFactors("12", "001"));
        Assert.Null(data.On(Day).LossFactors("1", "21"));
        Assert.Null(data.On(Day).LossFactors("10", "1"));
    }

    [Fact]
    public void Equal_days_and_classes_share_one_profile()
    {
        var data = new ReferenceData
        {
            LossFactors = LossFactorTable.From([
                new("12", "1", 1, null, 1077, DayRange.Always),
                new("12", "2", 1, 48, 1077, DayRange.Always),
                new("12", "3", 49, null, 1077, DayRange.Always),
                new("12", "2", 49, 50, 1077, DayRange.Always),
            ]),
        };

        Assert.Same(data.On(Day).LossFactors("12", "1"), data.On(Day.Next).LossFactors("12", "1"));
        Assert.Same(data.On(Day).LossFactors("12", "1"), data.On(Day).LossFactors("12", "2"));
        Assert.NotSame(data.On(Day).LossFactors("12", "1"), data.On(Day).LossFactors("12", "3"));
    }

    [Fact]
    public void Utf8_text_finds_what_text_finds()
    {
        var market = On(Day, new LossFactor("12", "Ä1", 1, null, 1077, DayRange.Always));

        Assert.NotNull(market.LossFactors("12"u8, "Ä1"u8));
        Assert.Null(market.LossFactors("12"u8, "A1"u8));
        Assert.Null(market.LossFactors("12345678901234567890"u8, "A1"u8));
        Assert.Null(market.LossFactors("12"u8, Encoding.UTF8.GetBytes(new string('x', 4000))));
    }

    [Theory]
    [InlineData("1", 1, 48, 1000)]
    [InlineData("12", 0, 48, 1000)]
    [InlineData("12", 5, 4, 1000)]
    [InlineData("12", 1, 51, 1000)]
    [InlineData("12", 1, 48, 0)]
    public void Rows_out_of_range_are_refused(string distributor, int from, int to, int thousandths) =>
        Assert.Throws<ArgumentException>(() => LossFactorTable.From([new(distributor, "1", from, to, thousandths, DayRange.Always)]));

    [Fact]
    public void Replacing_changes_the_distributors_days_and_no_others() =>
        Gen.Select(Range.Array[0, 4], Range.Array[1, 3], Gen.Int[1000, 1999].Array[4], Gen.Int[2000, 2999])
            .Sample(
                (existing, days, factors, replacement) =>
                {
                    var rows = NotOverlapping(existing)
                        .SelectMany(
                            (range, i) =>
                                new[]
                                {
                                    new LossFactor("12", "1", 1, null, factors[i], range),
                                    new LossFactor("10", "1", 1, null, factors[i], range),
                                }
                        );
                    var before = new ReferenceData { LossFactors = LossFactorTable.From(rows) };
                    var ranges = NotOverlapping(days);
                    var after = new ReferenceData
                    {
                        LossFactors = before.LossFactors.Replace(
                            "12",
                            ranges,
                            ranges.Select(range => new LossFactor("12", "9", 1, null, replacement, range))
                        ),
                    };

                    for (var number = -2; number < 45; number++)
                    {
                        var day = SettlementDay.FromNumber(20_000 + number);
                        var replaced = ranges.Any(range => range.Contains(day));
                        Assert.Equal(Factor(before, "10", "1"), Factor(after, "10", "1"));
                        Assert.Equal(replaced ? 0 : Factor(before, "12", "1"), Factor(after, "12", "1"));
                        Assert.Equal(replaced ? replacement : 0, Factor(after, "12", "9"));

                        int Factor(ReferenceData data, string distributor, string llfc) =>
                            data.On(day).LossFactors(distributor, llfc)?.Thousandths(20) ?? 0;
                    }
                },
                iter: 300
            );

    [Fact]
    public void Rows_come_back_in_order_whatever_order_they_came_in()
    {
        LossFactor[] rows =
        [
            new("10", "2", 1, null, 1001, DayRange.Always),
            new("12", "1", 1, 14, 1077, new(null, Day)),
            new("12", "1", 15, null, 1095, new(null, Day)),
            new("12", "1", 1, null, 1077, new(Day.Next, null)),
        ];

        Assert.Equal(rows, LossFactorTable.From(rows.Reverse()).Rows);
    }

    [Fact]
    public void The_classes_of_the_whole_country_are_compiled_without_a_profile_each()
    {
        const int Classes = 40_000;
        var rows = Enumerable
            .Range(0, Classes)
            .SelectMany(i =>
                Enumerable
                    .Range(0, 4)
                    .Select(quarter => new LossFactor(
                        (10 + (i % 14)).ToString("D2", System.Globalization.CultureInfo.InvariantCulture),
                        $"{i / 14}",
                        1,
                        null,
                        1000 + (i % 50) + quarter,
                        new(SettlementDay.FromNumber(20_000 + (quarter * 90)), SettlementDay.FromNumber(20_089 + (quarter * 90)))
                    ))
            );
        var data = new ReferenceData { LossFactors = LossFactorTable.From(rows) };

        Assert.Equal(Classes, data.LossFactors.Classes);
        Assert.Equal(Classes * 4, data.LossFactors.Count);
        var market = data.On(SettlementDay.FromNumber(20_100));
        Assert.Equal(1000 + (((5 * 14) + 6) % 50) + 1, market.LossFactors("16", "5")!.Thousandths(48));
        Assert.Same(market.LossFactors("10", "0"), market.LossFactors("18", "3"));
    }

    private static Gen<DayRange> Range =>
        Gen.Select(
            Gen.Int[0, 40],
            Gen.Int[0, 15],
            (from, length) => new DayRange(SettlementDay.FromNumber(20_000 + from), SettlementDay.FromNumber(20_000 + from + length))
        );

    private static List<DayRange> NotOverlapping(IEnumerable<DayRange> ranges)
    {
        var kept = new List<DayRange>();
        foreach (var range in ranges)
        {
            if (!kept.Exists(other => other.Overlaps(range)))
            {
                kept.Add(range);
            }
        }

        return kept;
    }

    private static MarketDay On(SettlementDay day, params LossFactor[] rows) =>
        new ReferenceData { LossFactors = LossFactorTable.From(rows) }.On(day);
}
