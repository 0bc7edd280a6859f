using System.Globalization;
using System.Text;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Market;
using Settlement.Ledger.Messages;
using Settlement.Reference;
using Settlement.Reference.Sets;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Records;
using Settlement.Runs.Verification;
using Settlement.Storage;

namespace Settlement.Runs.Tests.Computation;

public sealed class RunVerificationTests
{
    private static readonly string BlocksOfDay = $"{ComputedMarket.Day}-0000";

    [Fact]
    public async Task A_closed_run_is_equal_after_late_data_corrections_and_the_replacement_of_every_set()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        await market.Ledger.ReadingsAsync(0, ComputedMarket.Reading().With("kwh", "[77,78]").With("revision", "9").ToString());
        await market.Ledger.ReadingsAsync(1, ComputedMarket.Reading().With("mpan", $"\"{Meters.Mpan(1)}\"").ToString());
        await market.Ledger.MarketAsync(
            0,
            MessageText.Market("systemPrice").With("day", $"\"{ComputedMarket.Day}\"").With("buy", "1").With("sell", "1").ToString()
        );
        await market.Ledger.References.ReplaceAsync(
            ReferenceSets.All.ToDictionary(
                set => set.Name,
                set => TestMarket.Sets.GetValueOrDefault(set.Name)?.Split('\n')[0] ?? DefaultReference.Csv(set.Name).Split('\n')[0]
            )
        );

        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(run, default));
        var next = await market.RunAsync("R1");
        Assert.All(next.Versions!.Values.Zip(run.Versions!.Values), versions => Assert.Equal(versions.Second + 1, versions.First));
        Assert.Equal(RunState.Inexact, next.State);
    }

    [Fact]
    public async Task Neither_the_figures_nor_the_verification_depend_on_the_culture()
    {
        var expected = await ComputedMarket.MakeAsync();
        var usual = await expected.RunAsync("SF");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = AlienCulture.Make();
        Assert.Equal("¬1,5", $"{-1.5m}");

        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        Assert.Equal((RunState.Closed, RunState.Closed), (usual.State, run.State));
        Assert.Equal(await BytesAsync(expected, usual), await BytesAsync(market, run));
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(run, default));
        Assert.Equal(new VerificationResult(true, null), await expected.Verification.VerifyAsync(usual, default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(46)]
    public async Task A_changed_byte_of_a_stored_period_is_said_where_it_is(int period)
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var partition = ComputedMarket.ResultsOf(run.Key);
        var row = (await market.RowsAsync("results", partition)).Single(entry => entry.Row == $"period-{period:D2}-00");
        for (var at = 0; at < row.Value.Length; at += 97)
        {
            var bytes = row.Value[24..].ToArray();
            bytes[at] ^= 1;
            await PutAsync(market, "results", partition, row.Row, bytes);
            var verified = await market.Verification.VerifyAsync(run, default);
            Assert.False(verified.Equal);
            Assert.StartsWith($"Period {period} differs from byte {at} on: stored …", verified.Difference, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Changed_sums_of_the_day_are_a_difference()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var partition = ComputedMarket.ResultsOf(run.Key);
        var row = (await market.RowsAsync("results", partition)).Single(entry => entry.Row == "summary-00");
        await PutAsync(
            market,
            "results",
            partition,
            row.Row,
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(row.Value.Span).Replace("\"net\":", "\"net\":1", StringComparison.Ordinal))
        );
        Assert.StartsWith(
            "The sums of the day differ from byte ",
            (await market.Verification.VerifyAsync(run, default)).Difference,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_changed_row_of_a_party_is_a_difference()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var documents = await market.PartiesAsync(run.Key);
        var row = documents[0].Periods[0];
        var changed = documents[0] with
        {
            Periods = [row with { Result = row.Result with { Net = row.Result.Net + 0.01m } }, .. documents[0].Periods.Skip(1)],
        };
        await market.Results.WritePartiesAsync(run.Key, [changed, .. documents.Skip(1)], default);
        Assert.StartsWith(
            $"The rows of party {changed.Party} differ from byte ",
            (await market.Verification.VerifyAsync(run, default)).Difference,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_missing_party_is_a_difference()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var documents = await market.PartiesAsync(run.Key);
        await market.Results.WritePartiesAsync(run.Key, [.. documents.Skip(1)], default);
        Assert.Equal("The parties differ.", (await market.Verification.VerifyAsync(run, default)).Difference);
    }

    [Fact]
    public async Task A_changed_load_shape_is_a_difference()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var shapes = (await market.Results.FindLoadShapesAsync(run.Key, default))!;
        await market.Results.WriteLoadShapesAsync(run.Key, shapes with { Items = [] }, default);
        Assert.NotEmpty(shapes.Items);
        Assert.StartsWith(
            "The load shapes differ from byte ",
            (await market.Verification.VerifyAsync(run, default)).Difference,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_changed_count_of_what_was_filled_is_a_difference()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        await market.Results.WriteFilledAsync(run.Key, new FilledValues(Quality.E6, 1, 2, 3m, 4), default);
        Assert.StartsWith(
            "What is filled by load shape differs: stored FilledValues ",
            (await market.Verification.VerifyAsync(run, default)).Difference,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_changed_reading_with_its_checksum_put_right_is_a_difference_in_its_period()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var step = (await market.Ledger.Heads.ReadStepAsync(new(Hubs.Readings, 0), 1, default))!;
        var id = new BlockId(ComputedMarket.Day.Number, 0, 1, step.Attempt);

        // The block as it would be with one watt-hour more in period 31, with all its checksums.
        var kwh = Enumerable.Repeat("1000", ComputedMarket.Day.Periods).ToArray();
        kwh[30] = "1000.001";
        var batch = Decoding.Readings(ComputedMarket.Reading().With("kwh", $"[{string.Join(',', kwh)}]").ToString());
        var scratch = new InMemoryTableStore();
        await new BlockStore(scratch).WriteAsync(id, batch, new BlockWriter(), default);
        var original = await market.RowsAsync("blocks", BlocksOfDay);
        await foreach (var row in scratch.QueryAsync("blocks", BlocksOfDay, RowRange.All, default))
        {
            Assert.Contains(original, entry => entry.Row == row.Row && !entry.Value.Span.SequenceEqual(row.Value.Span));
            await PutAsync(market, "blocks", BlocksOfDay, row.Row, row.Value);
        }

        var verified = await market.Verification.VerifyAsync(run, default);
        Assert.False(verified.Equal);
        Assert.StartsWith("Period 31 differs from byte ", verified.Difference, StringComparison.Ordinal);
        Assert.Contains("1.05000105", verified.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_market_input_with_its_checksum_put_right_is_a_difference_in_its_period()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        foreach (var (step, attempt, stored) in await StepsAsync(market))
        {
            MarketRow[] rows =
            [
                .. stored
                    .Decode()
                    .Select(row =>
                        row is { Type: MarketMessageType.SystemPrice, Period: 9 } ? row with { A = row.A + 1, B = row.B + 1 } : row
                    ),
            ];
            foreach (
                var entry in (await market.RowsAsync("market", BlocksOfDay)).Where(entry =>
                    entry.Row.Contains(attempt, StringComparison.Ordinal)
                )
            )
            {
                await market.Ledger.Store.WriteAsync("market", BlocksOfDay, [TableWrite.Delete(entry.Row)], default);
            }
            await market.Ledger.Market.WriteAsync(ComputedMarket.Day.Number, 0, step, attempt, rows, default);
        }

        var verified = await market.Verification.VerifyAsync(run, default);
        Assert.False(verified.Equal);
        Assert.StartsWith("Period 9 differs from byte ", verified.Difference, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocks")]
    [InlineData("market")]
    public async Task A_damaged_input_is_a_difference_that_names_it(string table)
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var row = (await market.RowsAsync(table, BlocksOfDay))[0];
        var bytes = row.Value.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        await PutAsync(market, table, BlocksOfDay, row.Row, bytes);

        var verified = await market.Verification.VerifyAsync(run, default);
        Assert.False(verified.Equal);
        Assert.Contains(BlocksOfDay, verified.Difference, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocks", "2026-03-29-0000", "h-", "partition 0 of Event Hub 'readings' brought for 2026-03-29")]
    [InlineData("blocks", "2026-03-29-0000", "", "partition 0 of Event Hub 'readings' brought for 2026-03-29")]
    [InlineData("market", "2026-03-29-0000", "", "partition 0 of Event Hub 'market' brought for 2026-03-29")]
    [InlineData("heads", "readings-0000", "s-", "Head step 1 of partition 0 of Event Hub 'readings', up to event 0")]
    [InlineData("heads", "readings-0000", "", "Head step 1 of partition 0 of Event Hub 'readings', up to event 0")]
    [InlineData("heads", "market-0000", "s-000000000004", "Head step 4 of partition 0 of Event Hub 'market', up to event 183")]
    [InlineData("heads", "market-0000", "s-000000000002", "partition 0 of Event Hub 'market' brought for 2026-03-29")]
    [InlineData("results", "2026-03-29-SF-0001", "period-17", "The result of period 17")]
    [InlineData("results", "2026-03-29-SF-0001", "", "The result of period 1")]
    [InlineData("results", "2026-03-29-SF-0001", "summary", "The sums of the day")]
    [InlineData("results", "2026-03-29-SF-0001", "load-shapes", "Its load shapes")]
    [InlineData("results", "2026-03-29-SF-0001", "reconciliation", "Its reconciliation")]
    [InlineData("reference", "versions", "components-", "version 1 of the reference data 'components'")]
    public async Task What_is_gone_is_named(string table, string partition, string row, string named)
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var rows = (await market.RowsAsync(table, partition)).Where(entry => entry.Row.StartsWith(row, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        foreach (var entry in rows)
        {
            await market.Ledger.Store.WriteAsync(table, partition, [TableWrite.Delete(entry.Row)], default);
        }

        // Another process: this one still has the reference data in memory.
        var verification = new RunVerification(
            market.Results,
            new ReferenceStore(market.Ledger.Store),
            market.Ledger.Heads,
            market.Ledger.DayFold,
            market.Ledger.MarketFold,
            market.Reconciliation,
            market.Fill
        );
        var gone = await Assert.ThrowsAsync<RunDataGoneException>(async () => await verification.VerifyAsync(run, default));
        Assert.StartsWith("Run SF of 2026-03-29 (attempt 1) cannot be verified: ", gone.Message, StringComparison.Ordinal);
        Assert.Contains(named, gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_dispute_run_every_closed_attempt_is_verified_by_its_own_cut()
    {
        var market = await ComputedMarket.MakeAsync();
        await market.RunAsync("D");
        await market.Ledger.ReadingsAsync(0, ComputedMarket.Reading().With("kwh", "[2000]").With("revision", "1").ToString());
        await market.RunAsync("D");

        var attempts = await market.Runs.ListAsync(ComputedMarket.Day, default);
        Assert.Equal(2, attempts.Count);
        foreach (var attempt in attempts)
        {
            Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(attempt, default));
        }
        Assert.StartsWith(
            "Period 1 differs",
            (await market.Verification.VerifyAsync(attempts[0] with { Cut = attempts[1].Cut }, default)).Difference,
            StringComparison.Ordinal
        );
    }

    private static async Task<List<(long Step, string Attempt, StoredMarketRows Rows)>> StepsAsync(ComputedMarket market)
    {
        var steps = new List<(long, string, StoredMarketRows)>();
        await foreach (var step in market.Ledger.Market.ReadAsync(ComputedMarket.Day.Number, 0, default))
        {
            steps.Add(step);
        }
        return steps;
    }

    private static async Task<IEnumerable<string>> BytesAsync(ComputedMarket market, RunRecord run) =>
        (await market.RowsAsync("results", ComputedMarket.ResultsOf(run.Key))).Select(entry =>
            $"{entry.Row} {Convert.ToHexString(entry.Value.Span)}"
        );

    private static async Task PutAsync(ComputedMarket market, string table, string partition, string row, ReadOnlyMemory<byte> value) =>
        await market.Ledger.Store.WriteAsync(table, partition, [TableWrite.Put(row, value)], default);
}
