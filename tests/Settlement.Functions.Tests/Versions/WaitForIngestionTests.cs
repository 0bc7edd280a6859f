using Settlement.Functions.Runs;
using Settlement.Functions.Runs.Versions;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Tests.Versions;

/// <summary>How version 2 of the settlement orchestrator waits for ingestion.</summary>
public sealed class WaitForIngestionTests
{
    [Fact]
    public void What_the_settings_allow_is_what_a_run_takes() =>
        Assert.Equal(SchedulingOptions.MaxWaitSeconds, SettlementRun2.MaxWaitSeconds);

    [Fact]
    public async Task It_waits_longer_from_look_to_look_and_takes_its_last_chance_when_the_wait_is_over()
    {
        var calls = await CallsAsync(90);
        Assert.Equal(
            ["00:00:01", "00:00:02", "00:00:05", "00:00:15", "00:00:30", "00:00:30", "00:00:07"],
            calls.Where(IsTimer).Select(call => call["timer ".Length..])
        );
        Assert.Equal([.. Enumerable.Repeat(false, 7), true], calls.Where(IsLook).Select(IsLastChance));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    [InlineData(23, 5)]
    [InlineData(24, 6)]
    [InlineData(300, 15)]
    [InlineData(3_600, 125)]
    public async Task The_number_of_looks_follows_from_the_wait(int waitSeconds, int looks)
    {
        var calls = await CallsAsync(waitSeconds);
        Assert.Equal((looks, looks - 1), (calls.Count(IsLook), calls.Count(IsTimer)));
        Assert.StartsWith("activity CloseRun ", calls.Last(IsActivity), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_of_300_seconds_leaves_fewer_than_30_rows_in_the_history()
    {
        var calls = await CallsAsync(300);
        Assert.Equal(29, calls.Count(call => IsLook(call) || IsTimer(call)));
    }

    /// <summary>By a clock that stands still the wait is never over.</summary>
    [Fact]
    public async Task It_ends_by_its_number_of_looks_where_the_clock_does_not_go_on()
    {
        var calls = await CallsAsync(300, TimeSpan.FromSeconds(30));
        Assert.Equal(17, calls.Count(IsLook));
        Assert.Equal([.. Enumerable.Repeat(false, 16), true], calls.Where(IsLook).Select(IsLastChance));
    }

    [Fact]
    public async Task No_activity_is_handed_the_positions()
    {
        var calls = await CallsAsync(300);
        Assert.All(calls.Where(IsActivity), call => Assert.DoesNotContain("Sequence", call, StringComparison.Ordinal));
        Assert.Single(calls, call => call.StartsWith("activity RecordHubPositions", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3_601)]
    public async Task A_wait_without_bounds_is_refused(int waitSeconds)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => CallsAsync(waitSeconds));
        Assert.Contains($"WaitSeconds is {waitSeconds}", refused.Message, StringComparison.Ordinal);
    }

    private static bool IsActivity(string call) => call.StartsWith("activity ", StringComparison.Ordinal);

    private static bool IsTimer(string call) => call.StartsWith("timer ", StringComparison.Ordinal);

    private static bool IsLook(string call) => call.StartsWith("activity TryOpenRun ", StringComparison.Ordinal);

    private static bool IsLastChance(string call) => call.Contains("\"LastChance\":true", StringComparison.Ordinal);

    /// <summary>What a run asks for that opens at its last chance only.</summary>
    private static async Task<IReadOnlyList<string>> CallsAsync(int waitSeconds, TimeSpan early = default)
    {
        var context = new RecordingContext(
            new SettlementRunInput("2026-06-16", "SF", 1, waitSeconds),
            (activity, input) =>
                activity switch
                {
                    "TryOpenRun" => new RunOpening(input is TryOpenRunInput { LastChance: true }, ["readings/0"], 8, 48),
                    "CloseRun" => new SettlementRunOutput("closed", 0),
                    _ => null,
                }
        )
        {
            Early = early,
        };
        await SettlementRun2.RunAsync(context);
        return context.Calls;
    }
}
