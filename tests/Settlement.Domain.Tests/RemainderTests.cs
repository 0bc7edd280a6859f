using CsCheck;

namespace Settlement.Domain.Tests;

public class RemainderTests
{
    [Fact]
    public void The_rest_goes_to_the_row_of_greatest_absolute_value() => Assert.Equal([1m, -5.1m, 4m], Shared([1, -5, 4], -0.1m));

    [Fact]
    public void The_first_of_equals_takes_the_rest_whatever_their_signs() =>
        Assert.Equal([2m, -2.5m, 3m, 3m, 1m], Shared([2, -3, 3, 3, 1], 6.5m));

    [Fact]
    public void A_row_that_is_not_eligible_takes_nothing_though_it_counts_in_the_sum() =>
        Assert.Equal([9m, 1m, 2.5m], Shared([9, 1, 2], 12.5m, [0, 1, 1]));

    [Fact]
    public void Where_no_row_is_eligible_nothing_changes() => Assert.Equal([9m, 1m], Shared([9, 1], 12.5m, [0, 0]));

    [Fact]
    public void Without_rows_nothing_happens() => Assert.Empty(Shared([], 5));

    [Fact]
    public void Among_rows_of_zero_the_first_takes_all() => Assert.Equal([0.01m, 0m, 0m], Shared([0, 0, 0], 0.01m));

    [Fact]
    public void The_parts_add_up_to_the_whole_and_one_row_at_most_has_changed() =>
        Gen.Select(Gen.Int[-50, 50].Array[1, 8], Gen.Int[-500, 500], Gen.Bool.Array[8])
            .Sample(
                (cents, whole, eligible) =>
                {
                    var before = cents.Select(c => c / 100m).ToArray();
                    var after = before.ToArray();
                    Remainder.ToGreatest(after, whole / 100m, i => eligible[i]);

                    var changed = Enumerable.Range(0, before.Length).Where(i => after[i] != before[i]).ToArray();
                    var any = Enumerable.Range(0, before.Length).Any(i => eligible[i]);
                    Assert.Equal(any ? whole / 100m : before.Sum(), after.Sum());
                    if (changed is [var one])
                    {
                        Assert.True(eligible[one]);
                        Assert.DoesNotContain(
                            Enumerable.Range(0, before.Length),
                            i => eligible[i] && Math.Abs(before[i]) > Math.Abs(before[one])
                        );
                        Assert.DoesNotContain(Enumerable.Range(0, one), i => eligible[i] && Math.Abs(before[i]) == Math.Abs(before[one]));
                    }

                    Assert.True(changed.Length <= 1);
                }
            );

    private static decimal[] Shared(decimal[] rows, decimal whole, int[]? eligible = null)
    {
        Remainder.ToGreatest(rows, whole, i => eligible is null || eligible[i] == 1);
        return rows;
    }
}
