using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Market;
using Settlement.Ledger.Rejects;
using Settlement.Reference;
using Settlement.Runs.Completeness;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Storage;

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
    /// <summary>How many days one night looks at, and how many that are kept it looks at again.</summary>
    private const int MaxLooked = 1_000,
        MaxKept = 1_000;

    private readonly RetentionMarks _marks = new(store);

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
        var watermark = await _marks.ReadWatermarkAsync(cancellationToken);
        var (gone, goneResults, kept) = (new List<SettlementDay>(), new List<SettlementDay>(), new List<SettlementDay>());
        foreach (var day in await _marks.ReadKeptAsync(MaxKept, cancellationToken))
        {
            if (gone.Count < mostDays)
            {
                await PurgeReadingsIfSettledAsync(day);
            }
            else
            {
                kept.Add(day);
            }
        }

        foreach (var day in await DaysAsync(watermark.Readings, RetentionPolicy.Before(today, policy.ReadingsMonths), cancellationToken))
        {
            if (gone.Count == mostDays)
            {
                break;
            }
            if (!(await _marks.ReadAsync(day, cancellationToken)).Readings)
            {
                await PurgeReadingsIfSettledAsync(day);
            }
            watermark = watermark with { Readings = day.Next };
        }

        // Results go after the readings of their day, never before.
        foreach (
            var day in await DaysAsync(
                watermark.Results,
                Earlier(watermark.Readings, RetentionPolicy.Before(today, policy.ResultsMonths)),
                cancellationToken
            )
        )
        {
            if (goneResults.Count == mostDays)
            {
                break;
            }
            if (await _marks.ReadAsync(day, cancellationToken) is { Readings: true, Results: false })
            {
                await PurgeResultsAsync(day);
            }
            watermark = watermark with { Results = day.Next };
        }

        await _marks.WriteWatermarkAsync(watermark, cancellationToken);
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

        async ValueTask PurgeReadingsIfSettledAsync(SettlementDay day)
        {
            if (!await IsSettledAsync(day, cancellationToken))
            {
                kept.Add(day);
                await _marks.KeepAsync(day, cancellationToken);
                return;
            }

            await PurgeReadingsAsync(day, partitions, cancellationToken);
            await _marks.WriteAsync(day, new RetentionMark(true, false), cancellationToken);
            gone.Add(day);

            // The watermark of results may have passed a day that was kept.
            if (watermark.Results is { } passed && day.Date < passed.Date && day.Date < RetentionPolicy.Before(today, policy.ResultsMonths))
            {
                await PurgeResultsAsync(day);
            }
        }

        async ValueTask PurgeResultsAsync(SettlementDay day)
        {
            foreach (var run in await runs.ListAsync(day, cancellationToken))
            {
                for (var attempt = 1; attempt <= run.Attempt; attempt++)
                {
                    await new ResultStore(store).PurgeAsync(run.Key with { Attempt = attempt }, cancellationToken);
                }
            }

            await CompletenessCount.PurgeAsync(store, day, cancellationToken);
            await _marks.WriteAsync(day, new RetentionMark(true, true), cancellationToken);
            goneResults.Add(day);
        }
    }

    private static LocalDate Earlier(SettlementDay? day, LocalDate date) => day is { } until && until.Date < date ? until.Date : date;

    /// <summary>The first days from one on and before a date that there are runs of. One that was never settled has nothing to say for itself, and is kept.</summary>
    private async ValueTask<List<SettlementDay>> DaysAsync(SettlementDay? from, LocalDate before, CancellationToken cancellationToken)
    {
        var days = new List<SettlementDay>();
        await foreach (var run in runs.ListAllAsync(from, cancellationToken))
        {
            if (run.Day.Date >= before)
            {
                break;
            }
            if (days.Count > 0 && days[^1] == run.Day)
            {
                continue;
            }
            if (days.Count == MaxLooked)
            {
                break;
            }
            days.Add(run.Day);
        }

        return days;
    }

    /// <summary>
    /// Whether every run of the day's timetable has closed and none is running. The timetable is that of the versions which the day's latest run recorded:
    /// one that was replaced since says nothing of a day that was settled by another.
    /// </summary>
    private async ValueTask<bool> IsSettledAsync(SettlementDay day, CancellationToken cancellationToken)
    {
        var records = await runs.ListAsync(day, cancellationToken);
        if (
            records.Any(record => record.State == RunState.Running)
            || records.Where(record => record.Versions is not null).MaxBy(record => record.Started) is not { Versions: { } versions }
        )
        {
            return false;
        }
        try
        {
            var timetable = (await references.LoadAsync(versions, cancellationToken)).On(day).Timetable.Keys;
            return timetable.All(run => records.Any(record => record.Run == run && record.State == RunState.Closed));
        }
        catch (KeyNotFoundException)
        {
            // Without the timetable nobody can say that the day is done with: it is kept, and reported.
            return false;
        }
    }

    private async ValueTask PurgeReadingsAsync(
        SettlementDay day,
        IReadOnlyDictionary<string, IReadOnlyList<int>> partitions,
        CancellationToken cancellationToken
    )
    {
        foreach (var partition in partitions[Hubs.Readings])
        {
            await new BlockStore(store).PurgeAsync(day.Number, partition, cancellationToken);
            await new DoubtStore(store, new HeadStore(store)).PurgeAsync(day, partition, cancellationToken);
            await new MergeStore(store).ForgetAsync(partition, day, cancellationToken);
            await new HeadStore(store).ForgetLiveAsync(partition, day, cancellationToken);
        }

        foreach (var partition in partitions[Hubs.Market])
        {
            await new MarketStore(store).PurgeAsync(day, partition, cancellationToken);
        }
    }
}
