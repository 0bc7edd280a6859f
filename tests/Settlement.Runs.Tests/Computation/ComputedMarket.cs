using Microsoft.Extensions.Time.Testing;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Runs.Completeness;
using Settlement.Runs.Computation;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Runs.Tests.Bounds;
using Settlement.Runs.Verification;
using Settlement.Storage;

namespace Settlement.Runs.Tests.Computation;

/// <summary>A ledger with all that one short day needs, and the runs that are computed in it.</summary>
internal sealed class ComputedMarket
{
    /// <summary>A day of 46 periods.</summary>
    public static readonly SettlementDay Day = SettlementDay.Parse("2026-03-29");

    private ComputedMarket(TestLedger ledger)
    {
        Ledger = ledger;
        RunRequests = new CountingStore(ledger.Store);
        Runs = new RunStore(RunRequests, new FakeTimeProvider(Decoding.Noon));
        Results = new ResultStore(ledger.Store);
        Completeness = new CompletenessCount(ledger.Store, new LedgerReader(ledger.Store, ledger.Heads));
        Reconciliation = new RunReconciliation(Runs, Results, ledger.References);
        Fill = new LoadShapeFill(new LedgerReader(ledger.Store, ledger.Heads));
        LoadShapes = new LoadShapeTotals(ledger.Store);
        Computation = new RunComputation(
            Runs,
            Results,
            ledger.Heads,
            ledger.References,
            ledger.DayFold,
            ledger.MarketFold,
            Reconciliation,
            Completeness,
            Fill,
            LoadShapes
        );
        Verification = new RunVerification(
            Results,
            ledger.References,
            ledger.Heads,
            ledger.DayFold,
            ledger.MarketFold,
            Reconciliation,
            Fill
        );
    }

    public TestLedger Ledger { get; }

    public RunStore Runs { get; }

    /// <summary>The requests for run records.</summary>
    public CountingStore RunRequests { get; }

    public ResultStore Results { get; }

    public RunComputation Computation { get; }

    public RunVerification Verification { get; }

    public LoadShapeFill Fill { get; }

    public LoadShapeTotals LoadShapes { get; }

    public RunReconciliation Reconciliation { get; }

    public CompletenessCount Completeness { get; }

    /// <summary>Takes in a reading of 1 MWh in every period and all the market inputs.</summary>
    public static async Task<ComputedMarket> MakeAsync(int? withoutPriceOf = null)
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.ReadingsAsync(0, Reading().With("kwh", $"[{string.Join(',', Enumerable.Repeat("1000", Day.Periods))}]").ToString());
        foreach (var type in new[] { "gspGroupTake", "systemPrice", "bmUnitVolume" })
        {
            await ledger.MarketAsync(
                0,
                [
                    .. Enumerable
                        .Range(1, Day.Periods)
                        .Where(period => type != "systemPrice" || period != withoutPriceOf)
                        .Select(period => Of(type, period)),
                ]
            );
        }
        await ledger.MarketAsync(
            0,
            [
                .. Enumerable
                    .Range(1, Day.Periods)
                    .Select(period => Of("bmUnitVolume", period).Replace("T_GENX", "I_GENX", StringComparison.Ordinal)),
            ]
        );
        return new ComputedMarket(ledger);

        static string Of(string type, int period) =>
            MessageText.Market(type).With("day", $"\"{Day}\"").With("period", $"{period}").ToString();
    }

    /// <summary>A reading of the day.</summary>
    public static MessageText Reading() => MessageText.Reading().With("day", $"\"{Day}\"");

    /// <summary>An attempt with its record as it is now.</summary>
    public async Task<RunAttempt> AttemptAsync(RunKey key) => new(key, await Runs.FindAsync(key, default));

    public async Task<IReadOnlyList<string>> OpenAsync(RunKey key)
    {
        HubPosition[] positions = [new(Hubs.Readings, 0, 0), new(Hubs.Market, 0, 100)];
        return (
            await Computation.OpenAsync(await AttemptAsync(key), positions, false, RunComputation.FoldGroups, default)
        ).LaggingPartitions;
    }

    /// <summary>Folds, assembles and settles; all but the end.</summary>
    public async Task StepsAsync(RunKey key)
    {
        for (var group = 0; group < RunComputation.FoldGroups; group++)
        {
            await Computation.FoldAsync(await AttemptAsync(key), group, default);
        }
        await Computation.AssembleAsync(await AttemptAsync(key), default);
        for (var period = 1; period <= Day.Periods; period++)
        {
            await Computation.SettleAsync(await AttemptAsync(key), period, default);
        }
    }

    public async Task<RunRecord> RunAsync(string run)
    {
        var key = await Runs.BeginAsync(Day, run, null, default);
        await OpenAsync(key);
        await StepsAsync(key);
        return await Computation.CloseAsync(await AttemptAsync(key), default);
    }

    /// <summary>The stored rows of an attempt but the day's sums and the rows by party, which come with its end.</summary>
    public async Task<List<string>> ResultsAsync(RunKey key) =>
        [
            .. (await RowsAsync("results", ResultsOf(key)))
                .Where(entry => !entry.Row.StartsWith("summary", StringComparison.Ordinal))
                .Where(entry => !entry.Row.StartsWith("part", StringComparison.Ordinal))
                .Select(entry => $"{entry.Row} {Convert.ToHexString(entry.Value.Span)}"),
        ];

    /// <summary>The results by party of a run that has them.</summary>
    public async Task<List<PartyDocument>> PartiesAsync(RunKey key)
    {
        var documents = new List<PartyDocument>();
        var parties = (await Results.FindPartiesAsync(key, default))!;
        for (var place = 0; place < parties.Count; place++)
        {
            documents.Add(await Results.ReadPartyAsync(key, place, default));
        }
        return documents;
    }

    /// <summary>The table partition of an attempt's results.</summary>
    public static string ResultsOf(RunKey key) => $"{key.Day}-{key.Run}-{key.Attempt:D4}";

    public async Task<List<TableEntry>> RowsAsync(string table, string partition)
    {
        var rows = new List<TableEntry>();
        await foreach (var entry in Ledger.Store.QueryAsync(table, partition, RowRange.All, default))
        {
            rows.Add(entry);
        }
        return rows;
    }
}
