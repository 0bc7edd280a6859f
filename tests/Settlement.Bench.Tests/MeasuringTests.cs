using System.Diagnostics;
using Settlement.Bench.Measuring;

namespace Settlement.Bench.Tests;

public sealed class MeasuringTests
{
    [Fact]
    public void Activities_are_added_up_by_name_until_they_are_taken()
    {
        using var source = new ActivitySource("Settlement.Ledger");
        using var costs = new ActivityCosts();
        costs.Take();

        for (var i = 0; i < 3; i++)
        {
            using var activity = source.StartActivity("a step of its own");
            Assert.NotNull(activity);
        }

        Assert.Equal(3, costs.Take()["a step of its own"].Count);
        Assert.DoesNotContain("a step of its own", costs.Take().Keys);
    }

    [Fact]
    public void Memory_includes_what_is_held()
    {
        var before = ProcessMemory.Now();
        var held = new byte[64 << 20];
        Array.Fill(held, (byte)1);
        var after = ProcessMemory.Now();

        Assert.True(after.Resident >= after.Own);
        Assert.True(after.Own - before.Own > 32 << 20, $"{before} before, {after} after 64 MiB were filled.");
        GC.KeepAlive(held);
    }

    [Fact]
    public void A_stage_is_rated_by_time_and_a_part_by_processor_time()
    {
        var stage = new Stage("whole", false, 2, 4, 100, 1_000, default, 0);

        Assert.Equal(50, stage.MessagesASecond);
        Assert.Equal(25, (stage with { Part = true }).MessagesASecond);
        Assert.Null((stage with { Messages = 0 }).MessagesASecond);
    }
}
