using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Runs.Computation;
using Settlement.Runs.Records;
using Settlement.Runs.Scheduling;
using Settlement.Runs.Verification;

namespace Settlement.Runs.Tests.Computation;

public sealed class RunComputationTests
{
    [Theory]
    [InlineData("SettlePeriod", "1", RunState.Running)]
    [InlineData("SettlePeriod", "17", RunState.Failed)]
    [InlineData("SettlePeriod", null, RunState.Failed)]
    [InlineData("FoldShards", "1", RunState.Failed)]
    public async Task A_failed_attempt_runs_again_when_the_step_that_failed_does(string activity, string? input, RunState state)
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        await market.OpenAsync(key);
        await market.Computation.FailAsync(key, RunFailure.AtStep(new("SettlePeriod", "1"), new IOException("no")), default);
        var attempt = await market.Computation.BeginStepAsync(key, new RunStepName(activity, input), default);
        var run = (await market.Runs.FindAsync(key, default))!;
        Assert.Equal((state, state == RunState.Failed), (run.State, run.Failure is not null && run.Ended is not null));
        Assert.Equal(run.State, attempt.Record!.State);
    }

    [Fact]
    public async Task The_parts_of_the_fold_go_when_the_run_has_its_result()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");

        Assert.DoesNotContain(
            await market.RowsAsync("results", ComputedMarket.ResultsOf(run.Key)),
            entry => entry.Row.StartsWith("fold-", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_step_of_an_attempt_that_has_no_record_says_so()
    {
        var market = await ComputedMarket.MakeAsync();

        var failure = await Assert.ThrowsAsync<RunConflictException>(async () =>
            await market.Computation.FoldAsync(await market.AttemptAsync(new RunKey(ComputedMarket.Day, "SF", 3)), 0, default)
        );

        Assert.Equal(
            $"Attempt 3 of run SF of {ComputedMarket.Day} is not open: it was never started, or another attempt has followed it.",
            failure.Message
        );
    }

    [Fact]
    public async Task A_step_reads_the_run_record_once()
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        await market.OpenAsync(key);
        await market.StepsAsync(key);
        var step = new RunStep(market.Computation, TimeProvider.System, NullLogger<RunStep>.Instance);
        HubPosition[] positions = [new(Hubs.Readings, 0, 0), new(Hubs.Market, 0, 100)];

        await OnceAsync("OpenRun", async attempt => await market.Computation.OpenAsync(attempt, positions, false, 8, default));
        await OnceAsync("FoldShards", attempt => market.Computation.FoldAsync(attempt, 0, default));
        await OnceAsync("AssemblePeriods", attempt => market.Computation.AssembleAsync(attempt, default));
        await OnceAsync("SettlePeriod", attempt => market.Computation.SettleAsync(attempt, 1, default));

        async Task OnceAsync(string activity, Func<RunAttempt, ValueTask> work)
        {
            market.RunRequests.Requests = 0;
            await step.RunAsync(key, new RunStepName(activity), work, default);
            Assert.Equal((activity, 1), (activity, market.RunRequests.Requests));
        }
    }

    [Fact]
    public void An_attempt_has_no_other_attempts_record()
    {
        var record = new RunRecord(Day, "SF", 2, RunState.Running, default, null, null, [], null, "1", [], [], null);

        Assert.Equal(record, new RunAttempt(record.Key, record).Record);
        Assert.Throws<ArgumentException>(() => new RunAttempt(new RunKey(Day, "SF", 1), record));
    }

    [Fact]
    public async Task An_attempt_that_is_opened_again_keeps_its_cut_and_runs_again()
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        await market.OpenAsync(key);
        var before = (await market.Runs.FindAsync(key, default))!;
        await market.Computation.FailAsync(key, RunFailure.Terminated("by hand"), default);
        HubPosition[] never = [new(Hubs.Readings, 0, long.MaxValue)];
        Assert.True(
            (await market.Computation.OpenAsync(await market.AttemptAsync(key), never, false, RunComputation.FoldGroups, default)).IsOpen
        );
        var after = (await market.Runs.FindAsync(key, default))!;
        Assert.Equal((RunState.Running, null), (after.State, after.Failure));
        Assert.Equal(before.Cut!.Readings, after.Cut!.Readings);
    }

    private static readonly SettlementDay Day = ComputedMarket.Day;

    [Fact]
    public async Task A_run_with_all_its_inputs_closes_and_every_repeated_step_gives_the_same_bytes()
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        Assert.Empty(await market.OpenAsync(key));
        await market.StepsAsync(key);
        var first = await market.ResultsAsync(key);

        // A redelivered activity repeats on whatever the ledger has become meanwhile.
        await market.Ledger.ReadingsAsync(0, ComputedMarket.Reading().With("kwh", "[77]").With("revision", "9").ToString());
        await market.OpenAsync(key);
        await market.StepsAsync(key);
        var again = await market.ResultsAsync(key);
        var closed = await market.Computation.CloseAsync(await market.AttemptAsync(key), default);

        Assert.Equal(first, again);
        Assert.Equal(8 + 1 + (3 * 46), first.Count);
        Assert.Equal((RunState.Closed, 1), (closed.State, closed.Attempt));
        Assert.Empty(closed.Reasons);
        Assert.Equal([0L], closed.Cut!.Readings.Select(cut => cut.Sequence));
        var period = await market.Results.ReadPeriodAsync(key, 46, default);
        Assert.Equal((46, "SF", "2026-03-29T22:30:00Z"), (period.Period, period.Run, period.Start.ToString()));
        Assert.Equal(1.05m, period.GspGroups!.Single().Uncorrected);
        Assert.Equal(46 * 1.05m, (await market.Results.FindSummaryAsync(key, default))!.GspGroups.Single().Uncorrected);

        Assert.Equal(closed.Ended, (await market.Computation.CloseAsync(await market.AttemptAsync(key), default)).Ended);
        Assert.Equal(RunState.Closed, (await market.Computation.FailAsync(key, RunFailure.OfOrchestration("late"), default)).State);
        await Assert.ThrowsAsync<RunConflictException>(async () => await market.Runs.BeginAsync(Day, "SF", null, default));
        await Assert.ThrowsAsync<RunConflictException>(async () =>
            await market.Computation.SettleAsync(await market.AttemptAsync(key), 1, default)
        );
    }

    [Fact]
    public async Task A_run_that_lacks_an_input_is_inexact_and_its_next_attempt_takes_a_new_cut()
    {
        var market = await ComputedMarket.MakeAsync(withoutPriceOf: 7);
        var first = await market.RunAsync("SF");
        Assert.Equal((RunState.Inexact, new RunReason("price-missing", "", 7)), (first.State, Assert.Single(first.Reasons)));

        await market.Ledger.MarketAsync(0, MessageText.Market("systemPrice").With("day", $"\"{Day}\"").With("period", "7").ToString());
        var second = await market.RunAsync("SF");
        Assert.Equal((RunState.Closed, 2), (second.State, second.Attempt));
        Assert.Equal(first.Cut!.Market[0].Sequence + 1, second.Cut!.Market[0].Sequence);
    }

    [Fact]
    public async Task A_later_revision_changes_the_next_run_and_never_a_closed_one()
    {
        var market = await ComputedMarket.MakeAsync();
        var sf = await market.RunAsync("SF");
        var before = await market.ResultsAsync(sf.Key);
        await market.Ledger.ReadingsAsync(0, ComputedMarket.Reading().With("kwh", "[2000]").With("revision", "1").ToString());
        var r1 = await market.RunAsync("R1");

        Assert.Equal(before, await market.ResultsAsync(sf.Key));
        Assert.Equal(1.05m, (await market.Results.ReadPeriodAsync(sf.Key, 1, default)).GspGroups!.Single().Uncorrected);
        Assert.Equal(2.1m, (await market.Results.ReadPeriodAsync(r1.Key, 1, default)).GspGroups!.Single().Uncorrected);
        Assert.Equal(1.05m, (await market.Results.ReadPeriodAsync(r1.Key, 2, default)).GspGroups!.Single().Uncorrected);
    }

    [Fact]
    public async Task A_dispute_run_is_closed_twice_and_both_attempts_keep_their_figures()
    {
        var market = await ComputedMarket.MakeAsync();
        var first = await market.RunAsync("D");
        await market.Ledger.ReadingsAsync(0, ComputedMarket.Reading().With("kwh", "[2000]").With("revision", "1").ToString());
        var second = await market.RunAsync("D");

        Assert.Equal(
            [(1, RunState.Closed), (2, RunState.Closed)],
            (await market.Runs.ListAsync(Day, default)).Select(run => (run.Attempt, run.State))
        );
        Assert.Equal((1.05m, 2.1m), (await UncorrectedAsync(first.Key), await UncorrectedAsync(second.Key)));
        Assert.Equal(first.Ended, (await market.Runs.FindAsync(first.Key, default))!.Ended);

        async Task<decimal> UncorrectedAsync(RunKey key) =>
            (await market.Results.ReadPeriodAsync(key, 1, default)).GspGroups!.Single().Uncorrected;
    }

    [Fact]
    public async Task A_partition_that_is_behind_is_waited_for_and_then_named()
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        HubPosition[] ahead = [new(Hubs.Readings, 0, 1), new(Hubs.Market, 0, 183)];

        Assert.False(
            (await market.Computation.OpenAsync(await market.AttemptAsync(key), ahead, false, RunComputation.FoldGroups, default)).IsOpen
        );
        Assert.Null((await market.Runs.FindAsync(key, default))!.Cut);
        await Assert.ThrowsAsync<RunConflictException>(async () =>
            await market.Computation.FoldAsync(await market.AttemptAsync(key), 0, default)
        );
        var opened = await market.Computation.OpenAsync(await market.AttemptAsync(key), ahead, true, RunComputation.FoldGroups, default);
        Assert.True(opened.IsOpen);
        Assert.Equal(["readings/0"], opened.LaggingPartitions);
        await market.StepsAsync(key);
        var run = await market.Computation.CloseAsync(await market.AttemptAsync(key), default);

        Assert.Equal(RunState.Inexact, run.State);
        Assert.Equal(Enumerable.Range(1, 46).Select(period => new RunReason("ingest-behind", "readings/0", period)), run.Reasons);
        Assert.Null((await market.Results.ReadPeriodAsync(key, 1, default)).GspGroups);
    }

    [Fact]
    public async Task A_run_opens_at_the_positions_that_were_kept_for_its_attempt()
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await market.Computation.OpenAsync(await market.AttemptAsync(key), true, default)
        );
        Assert.Contains("'positions' of attempt 1 of run SF", missing.Message, StringComparison.Ordinal);

        await market.Computation.RecordPositionsAsync(key, [new(Hubs.Readings, 0, 1), new(Hubs.Market, 0, 183)], default);
        var waiting = await market.Computation.OpenAsync(await market.AttemptAsync(key), false, default);
        Assert.Equal((false, RunComputation.FoldGroups), (waiting.IsOpen, waiting.FoldGroups));
        Assert.Equal(["readings/0"], waiting.LaggingPartitions);
        Assert.Equal(["readings/0"], (await market.Computation.OpenAsync(await market.AttemptAsync(key), true, default)).LaggingPartitions);
        Assert.Equal([new HubPosition(Hubs.Readings, 0, 1)], (await market.Runs.FindAsync(key, default))!.RequiredPositions);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, -1, false)]
    [InlineData(1, 0, false)]
    public async Task What_is_required_of_another_epoch_is_not_there_by_its_number(int epoch, long sequence, bool isThere)
    {
        var market = await ComputedMarket.MakeAsync();
        HubPosition[] positions = [new(Hubs.Readings, 0, sequence, epoch), new(Hubs.Market, 0, 100)];
        Assert.Equal(isThere, (await OpenAsync(market, positions)).IsOpen);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, -1, true)]
    [InlineData(1, 0, false)]
    public async Task What_was_required_of_an_epoch_that_is_over_must_have_been_taken_of_it(int epoch, long sequence, bool isThere)
    {
        var market = await ComputedMarket.MakeAsync();
        market.Ledger.Hub.Clear(Hubs.Readings, 0);
        Assert.NotNull(
            (await market.Ledger.Watch.OpenEpochAsync(new(Hubs.Readings, 0), _ => Task.FromResult("ann"), "Lost.", default)).Act
        );
        HubPosition[] positions = [new(Hubs.Readings, 0, sequence, epoch), new(Hubs.Market, 0, 100)];
        Assert.Equal(isThere, (await OpenAsync(market, positions)).IsOpen);
    }

    [Fact]
    public async Task In_epoch_0_records_and_positions_are_stored_as_before_there_were_epochs()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var row = Assert.Single(await market.RowsAsync("runs", "runs"));
        Assert.DoesNotContain("epoch", Encoding.UTF8.GetString(row.Value.Span), StringComparison.OrdinalIgnoreCase);
        var read = await market.Runs.FindAsync(Day, "SF", default);
        Assert.Equal(run.Cut!.Readings, read!.Cut!.Readings);
        Assert.Equal(0, read.Cut.Market[0].Epoch);
    }

    [Fact]
    public async Task A_cut_of_a_later_epoch_is_read_as_it_was_written_and_verified()
    {
        var market = await ComputedMarket.MakeAsync();
        market.Ledger.Hub.Clear(Hubs.Readings, 0);
        await market.Ledger.Watch.OpenEpochAsync(new(Hubs.Readings, 0), _ => Task.FromResult("ann"), "Moved.", default);
        HubPosition[] positions = [new(Hubs.Readings, 0, -1, 1), new(Hubs.Market, 0, 100)];
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        await market.Computation.RecordPositionsAsync(key, positions, default);
        Assert.True((await market.Computation.OpenAsync(await market.AttemptAsync(key), false, default)).IsOpen);
        await market.StepsAsync(key);
        var run = await market.Computation.CloseAsync(await market.AttemptAsync(key), default);
        Assert.Equal([new PartitionCut(0, 2, -1, 1)], (await market.Runs.FindAsync(key, default))!.Cut!.Readings);
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(run, default));
    }

    private static async Task<OpenedRun> OpenAsync(ComputedMarket market, HubPosition[] positions)
    {
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        return await market.Computation.OpenAsync(await market.AttemptAsync(key), positions, false, RunComputation.FoldGroups, default);
    }

    [Fact]
    public async Task More_positions_than_two_hubs_have_partitions_are_refused()
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        var positions = Enumerable.Range(0, 2_049).Select(partition => new HubPosition(Hubs.Readings, partition, 0)).ToList();
        await market.Computation.RecordPositionsAsync(key, positions[1..], default);
        await Assert.ThrowsAsync<ArgumentException>(async () => await market.Computation.RecordPositionsAsync(key, positions, default));
    }

    [Fact]
    public async Task A_run_is_folded_in_as_many_groups_as_it_was_opened_with()
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        HubPosition[] positions = [new(Hubs.Readings, 0, 0), new(Hubs.Market, 0, 100)];
        Assert.Equal(3, (await market.Computation.OpenAsync(await market.AttemptAsync(key), positions, false, 3, default)).FoldGroups);
        Assert.Equal(
            3,
            (
                await market.Computation.OpenAsync(await market.AttemptAsync(key), positions, false, RunComputation.FoldGroups, default)
            ).FoldGroups
        );
        for (var group = 0; group < 3; group++)
        {
            await market.Computation.FoldAsync(await market.AttemptAsync(key), group, default);
        }

        await market.Computation.AssembleAsync(await market.AttemptAsync(key), default);
        for (var period = 1; period <= Day.Periods; period++)
        {
            await market.Computation.SettleAsync(await market.AttemptAsync(key), period, default);
        }

        Assert.Equal(RunState.Closed, (await market.Computation.CloseAsync(await market.AttemptAsync(key), default)).State);
        var other = await market.RunAsync("R1");
        var (three, eight) = (await TotalsAsync(key), await TotalsAsync(other.Key));
        Assert.Equal(eight, three);

        async Task<byte[]> TotalsAsync(RunKey run) => (await market.Results.ReadInputsAsync(run, 1, default)).Totals.Encode().ToArray();
    }

    [Fact]
    public async Task Reference_data_that_comes_after_the_opening_is_left_to_the_next_run()
    {
        var market = await ComputedMarket.MakeAsync();
        var key = await market.Runs.BeginAsync(Day, "SF", null, default);
        await market.OpenAsync(key);
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string> { ["loss-factors"] = "distributor,llfc,fromPeriod,toPeriod,factor\n10,W01,1,,1.100" }
        );
        await market.StepsAsync(key);
        await market.Computation.CloseAsync(await market.AttemptAsync(key), default);

        Assert.Equal(1.05m, (await market.Results.ReadPeriodAsync(key, 1, default)).GspGroups!.Single().Uncorrected);
        Assert.Equal(
            1.1m,
            (await market.Results.ReadPeriodAsync((await market.RunAsync("R1")).Key, 1, default)).GspGroups!.Single().Uncorrected
        );
    }
}
