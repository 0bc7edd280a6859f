using CsCheck;
using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Tests.Reference;

public sealed class DayRangeTests
{
    private static readonly Gen<DayRange> Ranges = Gen.Select(Gen.Int[-1, 12], Gen.Int[-1, 12])
        .Where(ends => ends.Item1 < 0 || ends.Item2 < 0 || ends.Item1 <= ends.Item2)
        .Select(ends => new DayRange(At(ends.Item1), At(ends.Item2)));

    [Fact]
    public void Taking_out_a_range_leaves_exactly_the_other_days() =>
        Gen.Select(Ranges, Ranges)
            .Sample(
                (range, other) =>
                {
                    var left = range.Without(other).ToArray();
                    for (var number = -3; number < 16; number++)
                    {
                        var day = SettlementDay.FromNumber(20_000 + number);
                        Assert.Equal(range.Contains(day) && !other.Contains(day) ? 1 : 0, left.Count(piece => piece.Contains(day)));
                    }
                }
            );

    [Fact]
    public void Ranges_overlap_when_they_have_a_common_day() =>
        Gen.Select(Ranges, Ranges)
            .Sample(
                (range, other) =>
                    Assert.Equal(
                        Enumerable
                            .Range(-3, 20)
                            .Any(number =>
                                range.Contains(SettlementDay.FromNumber(20_000 + number))
                                && other.Contains(SettlementDay.FromNumber(20_000 + number))
                            ),
                        range.Overlaps(other)
                    )
            );

    private static SettlementDay? At(int number) => number < 0 ? null : SettlementDay.FromNumber(20_000 + number);
}
