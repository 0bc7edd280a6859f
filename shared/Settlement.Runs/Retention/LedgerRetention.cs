using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Market;
using Settlement.Ledger.Rejects;
using Settlement.Reference;
using Settlement.Runs.Completeness;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Retention;

/// <summary>What was purged, and what was not though it is old enough.</summary>
/// <param name="Days">Settlement Days whose readings and market inputs are gone.</param>
/// <param name="Results">Settlement Days whose results are gone.</param>
/// <param name="Rejects">Packs of rejects that are gone.</param>
/// <param name="Kept">Settlement Days that are kept because a run of theirs has not closed.</param>
public sealed record RetentionOutcome(
    IReadOnlyList<SettlementDay> Days,
    IReadOnlyList<SettlementDay> Results,
    int Rejects,
    IReadOnlyList<SettlementDay> Kept
);

/// <summary>
/// Takes away what a policy lets go: readings and market inputs of old days, results and counts of meters of older ones, old rejects. A day of which a run of its
/// timetable has not closed is kept, however old. Run records, reference data, head steps and the acts of operators stay.
/// </summary>
public sealed class LedgerRetention(ITableStore store, RunStore runs, ReferenceStore references, RejectStore rejects, TimeProvider clock)
{
    private const string Table = "retention";

    /// <summary>Purges what is old enough, up to so many days at once.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="partitions">By hub, its partitions.</param>
    /// <param name="mostDays">How many days are purged at most.</param>
    /// <param name="cancellationToken">Stops; what was begun is gone on with the next time.</param>
    /// <exception cref="ArgumentException">The policy takes what a run may need.</exception>
    public async ValueTask<RetentionOutcome> ApplyAsync(
        RetentionPolicy policy,
        IReadOnlyDictionary<string, IReadOnlyList<int>> partitions,
        int mostDays,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(partitions);
        policy.Checked();
        var today = SettlementDay.At(Instant.FromDateTimeOffset(clock.GetUtcNow())).Date;
        var (gone, goneResults, kept) = (new List<SettlementDay>(), new List<SettlementDay>(), new List<SettlementDay>());
        foreach (var day in await DaysBeforeAsync(RetentionPolicy.Before(today, policy.ReadingsMonths), cancellationToken))
        {
            var mark = await MarkAsync(day, cancellationToken);
            if (gone.Count == mostDays || mark.Results)
            {
                continue;
            }
            if (!await IsSettledAsync(day, cancellationToken))
            {
                kept.Add(day);
                continue;
            }

            var results = day.Date < RetentionPolicy.Before(today, policy.ResultsMonths);
            if (!mark.Readings)
            {
                await PurgeReadingsAsync(day, partitions, cancellationToken);
                gone.Add(day);
            }

            if (results)
            {
                await PurgeResultsAsync(day, cancellationToken);
                goneResults.Add(day);
            }

            await store.WriteAsync(
                Table,
                Table,
                [TableWrite.Put(day.ToString(), LedgerJson.Write(new Mark(true, results)))],
                cancellationToken
            );
        }

        var packs = 0;
        var oldest = RetentionPolicy.Before(today, policy.RejectsMonths).AtStartOfDayInZone(DateTimeZone.Utc).ToDateTimeOffset();
        foreach (var (hub, numbers) in partitions)
        {
            foreach (var partition in numbers)
            {
                packs += await rejects.PurgeAsync(new(hub, partition), oldest, cancellationToken);
            }
        }

        return new RetentionOutcome(gone, goneResults, packs, kept);
    }

    /// <summary>The days before a date that there are runs of. One that was never settled has nothing to say for itself, and is kept.</summary>
    private async ValueTask<List<SettlementDay>> DaysBeforeAsync(LocalDate date, CancellationToken cancellationToken)
    {
        var days = new List<SettlementDay>();
        await foreach (var run in runs.ListAllAsync(null, cancellationToken))
        {
            if (run.Day.Date >= date)
            {
                break;
            }
            if (days.Count == 0 || days[^1] != run.Day)
            {
                days.Add(run.Day);
            }
        }

        return days;
    }

    private async ValueTask<bool> IsSettledAsync(SettlementDay day, CancellationToken cancellationToken)
    {
        var records = await runs.ListAsync(day, cancellationToken);
        var timetable = (await references.LoadCurrentAsync(cancellationToken)).On(day).Timetable.Keys;
        return timetable.All(run => records.Any(record => record.Run == run && record.State == RunState.Closed))
            && records.All(record => record.State != RunState.Running);
    }

    private async ValueTask PurgeReadingsAsync(
        SettlementDay day,
        IReadOnlyDictionary<string, IReadOnlyList<int>> partitions,
        CancellationToken cancellationToken
    )
    {
        foreach (var partition in partitions[Hubs.Readings])
        {
            var key = BlockId.PartitionKeyOf(day.Number, partition);
            // Parts before headers, as everywhere: a header whose parts are gone is found again.
            await store.DeleteAsync(BlockStore.Table, key, RowRange.Prefix(BlockId.DataPrefixOfAll), cancellationToken);
            await store.DeleteAsync(BlockStore.Table, key, RowRange.All, cancellationToken);
            await new MergeStore(store).ForgetAsync(partition, day, cancellationToken);
            await new HeadStore(store).ForgetLiveAsync(partition, day, cancellationToken);
        }

        foreach (var partition in partitions[Hubs.Market])
        {
            await store.DeleteAsync(MarketStore.Table, MarketStore.Key(day.Number, partition), RowRange.All, cancellationToken);
        }
    }

    private async ValueTask PurgeResultsAsync(SettlementDay day, CancellationToken cancellationToken)
    {
        foreach (var run in await runs.ListAsync(day, cancellationToken))
        {
            for (var attempt = 1; attempt <= run.Attempt; attempt++)
            {
                await store.DeleteAsync(ResultStore.Table, (run.Key with { Attempt = attempt }).Partition, RowRange.All, cancellationToken);
            }
        }

        await store.DeleteAsync(CompletenessCount.Table, day.ToString(), RowRange.All, cancellationToken);
    }

    private async ValueTask<Mark> MarkAsync(SettlementDay day, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, Table, day.ToString(), cancellationToken) is { } entry
            ? LedgerJson.Read<Mark>(entry.Value.Span)
            : new Mark(false, false);

    private sealed record Mark(bool Readings, bool Results);
}
