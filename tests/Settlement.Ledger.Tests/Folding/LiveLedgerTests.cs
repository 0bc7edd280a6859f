using System.Runtime.CompilerServices;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Folding;

/// <summary>A fold reads a ledger into which the same partition goes on being ingested.</summary>
public sealed class LiveLedgerTests
{
    /// <summary>More steps than are read ahead.</summary>
    private const int Events = 12;

    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_step_that_is_committed_while_the_fold_lists_blocks_is_not_taken_for_a_missing_one(bool fast)
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, Reading(0));
        var cut = await ledger.CutAsync();
        var held = new HeldStore(store);
        var late = ledger.IngestOver(held).IngestAsync(0, [Decoding.Event(Reading(1), sequence: 1)], default).AsTask();
        await held.Arrived;

        // The fold has seen the block of step 2 before its step was committed; more come before the fold goes on.
        var growing = new GrowingStore(
            store,
            async row =>
            {
                if (!row.StartsWith("h-000000000002-", StringComparison.Ordinal))
                {
                    return;
                }
                held.Release();
                await late;
                for (var next = 2; next < Events; next++)
                {
                    await ledger.ReadingsIngest.IngestAsync(0, [Decoding.Event(Reading(next), sequence: next)], default);
                }
            }
        );
        var fold = new DayFold(new LedgerReader(growing, new HeadStore(growing)));
        var totals = fast ? await fold.FoldAsync(Day, cut, 0, 1, default) : await fold.FoldFromReadingsAsync(Day, cut, 0, 1, default);

        Assert.Equal(1, totals.CellsInPeriod(1).Single().Values);
        Assert.Equal(Events, (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Step);
    }

    private static string Reading(int meter) => MessageText.Reading().With("mpan", $"\"{Meters.Mpan(meter)}\"").ToString();

    /// <summary>Holds back the move of a head.</summary>
    private sealed class HeldStore(ITableStore inner) : ITableStore
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrived => _arrived.Task;

        public void Release() => _released.TrySetResult();

        public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
            inner.ReadAsync(table, partition, row, cancellationToken);

        public IAsyncEnumerable<TableEntry> QueryAsync(
            string table,
            string partition,
            RowRange rows,
            CancellationToken cancellationToken
        ) => inner.QueryAsync(table, partition, rows, cancellationToken);

        public async ValueTask<IReadOnlyList<string?>> WriteAsync(
            string table,
            string partition,
            IReadOnlyList<TableWrite> batch,
            CancellationToken cancellationToken
        )
        {
            if (table == "heads")
            {
                _arrived.TrySetResult();
                await _released.Task;
            }

            return await inner.WriteAsync(table, partition, batch, cancellationToken);
        }
    }

    /// <summary>Lists row by row, each from what is there then, as pages do; something happens after each.</summary>
    private sealed class GrowingStore(ITableStore inner, Func<string, Task> after) : ITableStore
    {
        public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
            inner.ReadAsync(table, partition, row, cancellationToken);

        public async IAsyncEnumerable<TableEntry> QueryAsync(
            string table,
            string partition,
            RowRange rows,
            [EnumeratorCancellation] CancellationToken cancellationToken
        )
        {
            while (await inner.QueryAsync(table, partition, rows, cancellationToken).FirstOrDefaultAsync(cancellationToken) is { } entry)
            {
                yield return entry;
                await after(entry.Row);
                rows = rows.After(entry.Row);
            }
        }

        public ValueTask<IReadOnlyList<string?>> WriteAsync(
            string table,
            string partition,
            IReadOnlyList<TableWrite> batch,
            CancellationToken cancellationToken
        ) => inner.WriteAsync(table, partition, batch, cancellationToken);
    }
}
