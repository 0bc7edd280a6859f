using System.Text;
using Microsoft.Extensions.Time.Testing;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Timetable;
using Settlement.Runs.Records;
using Settlement.Runs.Tests.Bounds;
using Settlement.Storage.Json;

namespace Settlement.Runs.Tests.Computation;

public sealed class RunStoreTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    private readonly InMemoryTableStore _store = new();
    private readonly FakeTimeProvider _clock = new(Decoding.Noon);
    private readonly RunStore _runs;

    public RunStoreTests() => _runs = new RunStore(_store, _clock);

    [Fact]
    public async Task Two_starts_at_once_give_one_run_wherever_they_meet()
    {
        for (var operation = 0; operation < 2; operation++)
        {
            var store = new InMemoryTableStore();
            var interrupted = new InterruptedStore(store);
            var other = new RunStore(store, _clock);
            interrupted.Arm(operation, InterruptionKind.OtherFirst, async () => await other.BeginAsync(Day, "SF", null, default));

            await Assert.ThrowsAsync<RunConflictException>(async () =>
                await new RunStore(interrupted, _clock).BeginAsync(Day, "SF", null, default)
            );
            Assert.Equal(
                (1, RunState.Running),
                (await other.FindAsync(Day, "SF", default)) is { } run ? (run.Attempt, run.State) : default
            );
        }
    }

    [Theory]
    [InlineData(RunState.Closed)]
    [InlineData(RunState.Failed)]
    public async Task An_end_reads_the_record_once(RunState state)
    {
        var key = await _runs.BeginAsync(Day, "SF", null, default);
        var counting = new CountingStore(_store);

        var ended = await new RunStore(counting, _clock).EndAsync(key, run => run with { State = state }, default);

        Assert.Equal((state, 2), (ended.State, counting.Requests));
    }

    [Fact]
    public async Task Of_many_starts_at_once_one_wins()
    {
        var started = 0;
        await Parallel.ForAsync(
            0,
            32,
            async (_, _) =>
            {
                if (await Record.ExceptionAsync(async () => await _runs.BeginAsync(Day, "SF", null, default)) is not RunConflictException)
                {
                    Interlocked.Increment(ref started);
                }
            }
        );
        Assert.Equal(1, started);
    }

    [Fact]
    public async Task A_running_run_refuses_a_start_and_what_is_left_of_an_attempt_that_another_followed_changes_nothing()
    {
        var first = await _runs.BeginAsync(Day, "SF", null, default);
        await Assert.ThrowsAsync<RunConflictException>(async () => await _runs.BeginAsync(Day, "SF", null, default));
        await Assert.ThrowsAsync<RunConflictException>(async () => await _runs.BeginAsync(Day, "SF", 1, default));
        await EndAsync(first, RunState.Failed);
        await Assert.ThrowsAsync<RunConflictException>(async () => await _runs.BeginAsync(Day, "SF", 0, default));
        var second = await _runs.BeginAsync(Day, "SF", 1, default);

        Assert.Equal(("settle-2026-06-16-SF-1", "settle-2026-06-16-SF-2"), (first.InstanceId, second.InstanceId));
        await Assert.ThrowsAsync<RunConflictException>(async () =>
            await _runs.ChangeAsync(first, run => run with { Failure = RunFailure.OfOrchestration("late") }, default)
        );
        await Assert.ThrowsAsync<RunConflictException>(async () => await EndAsync(first, RunState.Closed));
        Assert.Equal(RunState.Running, (await _runs.FindAsync(second, default))!.State);
        Assert.Null(await _runs.FindAsync(first, default));
    }

    [Theory]
    [InlineData(RunState.Inexact)]
    [InlineData(RunState.Failed)]
    public async Task A_run_that_did_not_close_may_be_started_again(RunState state)
    {
        await EndAsync(await _runs.BeginAsync(Day, "SF", null, default), state);
        var next = await _runs.BeginAsync(Day, "SF", null, default);
        var record = await _runs.FindAsync(Day, "SF", default);

        Assert.Equal(2, next.Attempt);
        Assert.Equal((RunState.Running, 2), (record!.State, record.Attempt));
        Assert.Null(record.Ended);
        Assert.Null(record.Cut);
        Assert.Single(await _runs.ListAsync(Day, default));
    }

    [Theory]
    [InlineData("II")]
    [InlineData("SF")]
    [InlineData("RF")]
    [InlineData("DF")]
    public async Task A_closed_run_refuses_another_start(string run)
    {
        await EndAsync(await _runs.BeginAsync(Day, run, null, default), RunState.Closed);
        await Assert.ThrowsAsync<RunConflictException>(async () => await _runs.BeginAsync(Day, run, null, default));
        await Assert.ThrowsAsync<RunConflictException>(async () => await _runs.BeginAsync(Day, run, 1, default));
        await _runs.BeginAsync(Day, "R1", null, default);
        await _runs.BeginAsync(Day.Next, run, null, default);
    }

    [Fact]
    public async Task A_dispute_run_may_be_closed_again_and_keeps_each_closed_attempt()
    {
        foreach (var state in new[] { RunState.Closed, RunState.Inexact, RunState.Closed, RunState.Closed })
        {
            await EndAsync(await _runs.BeginAsync(Day, RunType.Dispute.Code, null, default), state);
        }

        Assert.Equal(
            [(1, RunState.Closed), (3, RunState.Closed), (4, RunState.Closed)],
            (await _runs.ListAsync(Day, default)).Select(run => (run.Attempt, run.State))
        );
        Assert.Equal(RunState.Closed, (await _runs.FindAsync(new RunKey(Day, RunType.Dispute.Code, 1), default))!.State);
        Assert.Null(await _runs.FindAsync(new RunKey(Day, RunType.Dispute.Code, 2), default));
        Assert.Equal(4, (await _runs.FindAsync(Day, RunType.Dispute.Code, default))!.Attempt);
    }

    [Fact]
    public async Task A_run_that_has_ended_stays_as_it_ended()
    {
        var key = await _runs.BeginAsync(Day, "SF", null, default);
        _clock.Advance(TimeSpan.FromMinutes(3));
        var closed = await EndAsync(key, RunState.Closed);
        _clock.Advance(TimeSpan.FromMinutes(3));
        var failed = await EndAsync(key, RunState.Failed);

        Assert.Equal((RunState.Closed, closed.Ended), (failed.State, failed.Ended));
        Assert.Equal(NodaTime.Duration.FromMinutes(3), closed.Ended - closed.Started);
        await Assert.ThrowsAsync<RunConflictException>(async () =>
            await _runs.ChangeAsync(key, run => run with { Failure = RunFailure.OfOrchestration("late") }, default)
        );
    }

    [Fact]
    public async Task Of_a_failed_attempt_the_first_failure_is_kept_and_it_may_still_come_to_its_result()
    {
        var key = await _runs.BeginAsync(Day, "SF", null, default);
        await _runs.EndAsync(key, run => run with { State = RunState.Failed, Failure = RunFailure.OfOrchestration("first") }, default);
        _clock.Advance(TimeSpan.FromMinutes(3));
        var second = await _runs.EndAsync(
            key,
            run => run with { State = RunState.Failed, Failure = RunFailure.OfOrchestration("second") },
            default
        );
        Assert.Equal("first", second.Failure?.Message);
        Assert.Equal(second.Started, second.Ended);
        Assert.Equal(RunState.Closed, (await EndAsync(key, RunState.Closed)).State);
    }

    [Fact]
    public async Task A_change_that_meets_another_is_made_on_top_of_it()
    {
        var interrupted = new InterruptedStore(_store);
        var key = await _runs.BeginAsync(Day, "SF", null, default);
        interrupted.Arm(
            1,
            InterruptionKind.OtherFirst,
            async () => await _runs.ChangeAsync(key, run => run with { LaggingPartitions = ["readings/1"] }, default)
        );
        var changed = await new RunStore(interrupted, _clock).ChangeAsync(
            key,
            run => run with { Failure = RunFailure.OfOrchestration("x") },
            default
        );

        Assert.Equal(["readings/1"], changed.LaggingPartitions);
        Assert.Equal("x", changed.Failure?.Message);
    }

    [Fact]
    public async Task A_change_that_meets_the_end_is_refused()
    {
        var interrupted = new InterruptedStore(_store);
        var key = await _runs.BeginAsync(Day, "SF", null, default);
        interrupted.Arm(1, InterruptionKind.OtherFirst, () => EndAsync(key, RunState.Closed));
        await Assert.ThrowsAsync<RunConflictException>(async () =>
            await new RunStore(interrupted, _clock).ChangeAsync(key, run => run with { Failure = RunFailure.OfOrchestration("x") }, default)
        );
        Assert.Null((await _runs.FindAsync(key, default))!.Failure);
    }

    [Fact]
    public async Task Runs_of_a_day_and_of_all_days_are_listed()
    {
        foreach (var (day, run) in new[] { (Day, "SF"), (Day, "II"), (Day.Next, "II"), (Day, "D") })
        {
            await _runs.BeginAsync(day, run, null, default);
        }
        Assert.Equal(["D", "II", "SF"], (await _runs.ListAsync(Day, default)).Select(run => run.Run));
        var from = new List<string>();
        await foreach (var run in _runs.ListAllAsync(Day.Next, default))
        {
            from.Add($"{run.Day} {run.Run}");
        }
        Assert.Equal(["2026-06-17 II"], from);
    }

    [Theory]
    [InlineData(RunState.Running, "running")]
    [InlineData(RunState.Closed, "closed")]
    [InlineData(RunState.Inexact, "inexact")]
    [InlineData(RunState.Failed, "failed")]
    public async Task A_state_is_stored_as_its_published_word(RunState state, string word)
    {
        var key = await _runs.BeginAsync(Day, "SF", null, default);
        var record = (await _runs.FindAsync(key, default))! with { State = state };
        var stored = LedgerJson.Write(record);
        Assert.Contains($"\"state\":\"{word}\",", Encoding.UTF8.GetString(stored), StringComparison.Ordinal);
        Assert.Equal(state, LedgerJson.Read<RunRecord>(stored).State);
    }

    private async Task<RunRecord> EndAsync(RunKey key, RunState state) =>
        await _runs.EndAsync(key, run => run with { State = state }, default);
}
