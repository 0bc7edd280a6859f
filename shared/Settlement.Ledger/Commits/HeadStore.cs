using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Live;
using Settlement.Storage;
using Settlement.Storage.Binary;
using Settlement.Storage.Json;

namespace Settlement.Ledger.Commits;

/// <summary>The heads of all partitions and their steps. A head, its step and the counts of its days move together, in one conditional write.</summary>
public sealed class HeadStore(ITableStore store)
{
    private const string Table = "heads";
    private const string HeadRow = "head";

    // Beside the head, so that one request reads both.
    private const string RejectsRow = "head-rejects";
    private const string BeyondHeadRows = "head.";

    /// <summary>
    /// Days up to this many years around the latest event's are counted. A contract may be for any future day, but head, step and
    /// the counts of each year are one batch of at most <see cref="TableLimits.MaxBatchEntities"/> rows.
    /// </summary>
    private const int CountedYears = 5;

    /// <summary>
    /// A step moves the running sums of at most so many days with it. One that brings more, as old readings sent again may, moves those of the
    /// latest days; the sums of the others are then behind for good, and say so.
    /// </summary>
    private const int MaxLiveDays = 64;

    /// <summary>Reads a partition's head.</summary>
    public async ValueTask<Head> ReadAsync(PartitionId partition, CancellationToken cancellationToken)
    {
        var entry = await store.ReadAsync(Table, Key(partition), HeadRow, cancellationToken);
        return entry is null ? Head.Start : ToHead(entry);
    }

    /// <summary>Reads a partition's head and how many rejects its list has; null where that is to be counted anew.</summary>
    internal async ValueTask<(Head Head, RejectTotals? Rejects)> ReadWithRejectsAsync(
        PartitionId partition,
        CancellationToken cancellationToken
    )
    {
        var (head, rejects) = (Head.Start, default(RejectTotals));
        var rows = new RowRange(HeadRow, BeyondHeadRows);
        await foreach (var entry in store.QueryAsync(Table, Key(partition), rows, cancellationToken))
        {
            if (entry.Row == HeadRow)
            {
                head = ToHead(entry);
            }
            else if (entry.Row == RejectsRow)
            {
                rejects = RejectTotals.TryDecode(RejectsName(partition), entry.Value.Span);
            }
        }

        return (head, rejects?.Since == head.RejectsSince ? rejects : null);
    }

    /// <summary>Changes how many rejects a partition's list has without a step: because they were counted anew, or purged.</summary>
    /// <exception cref="TableConflictException">The head has moved since it was read.</exception>
    internal async ValueTask PutRejectsAsync(PartitionId partition, Head head, RejectTotals rejects, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            Table,
            Key(partition),
            [
                TableWrite.Replace(HeadRow, LedgerJson.Write(Stored.From(head) with { RejectsSince = rejects.Since }), head.ETag!),
                TableWrite.Put(RejectsRow, rejects.Encode(RejectsName(partition))),
            ],
            cancellationToken
        );

    /// <summary>How many steps of a partition have brought something for a day, as far as the day is counted.</summary>
    public async ValueTask<long> CountAsync(PartitionId partition, SettlementDay day, CancellationToken cancellationToken) =>
        (await ReadCountsAsync(partition, day.Date.Year, cancellationToken))[day.Date.DayOfYear];

    /// <summary>The running sums of a day in a partition, up to its head. Null where they cannot be had from here, but only from the blocks.</summary>
    internal async ValueTask<LiveRow?> FindLiveAsync(int partition, SettlementDay day, CancellationToken cancellationToken)
    {
        // The count is read first: a step that comes in between makes the sums newer than it, never older.
        var readings = new PartitionId(Hubs.Readings, partition);
        var count = await CountAsync(readings, day, cancellationToken);
        return await ReadLiveAsync(readings, day.Number, cancellationToken) is { } live && live.Number >= count ? live : null;
    }

    /// <summary>Forgets the running sums of a day whose blocks are gone; what they were cannot be looked up any more then.</summary>
    internal async ValueTask ForgetLiveAsync(int partition, SettlementDay day, CancellationToken cancellationToken) =>
        await store.WriteAsync(Table, Key(new(Hubs.Readings, partition)), [TableWrite.Delete(LiveRowOf(day.Number))], cancellationToken);

    /// <summary>Moves a head by one step.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="head">The head as it was read.</param>
    /// <param name="move">The move.</param>
    /// <param name="enqueued">When the last of the events was enqueued.</param>
    /// <param name="cancellationToken">Stops before the head moves.</param>
    /// <exception cref="TableConflictException">Another consumer has moved it; what was written for this step is an orphan.</exception>
    public async ValueTask AdvanceAsync(
        PartitionId partition,
        Head head,
        HeadAdvance move,
        DateTimeOffset enqueued,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(move);
        var counts = new SortedDictionary<int, long[]>();
        var days = new List<CommittedDay>(move.Days.Count);
        foreach (var (number, _) in move.Days)
        {
            var date = SettlementDay.FromNumber(number).Date;
            if (Math.Abs(date.Year - enqueued.Year) > CountedYears)
            {
                days.Add(new CommittedDay(number, 0));
                continue;
            }

            if (!counts.TryGetValue(date.Year, out var year))
            {
                counts.Add(date.Year, year = await ReadCountsAsync(partition, date.Year, cancellationToken));
            }
            days.Add(new CommittedDay(number, ++year[date.DayOfYear]));
        }

        var rejects = await RejectsAfterAsync(partition, head, move.Rejects, cancellationToken);
        var step = new HeadStep(move.From, move.To, move.Attempt, days, move.Events, move.Accepted, move.Rejected) { Epoch = head.Epoch };
        var value = LedgerJson.Write(
            Stored.From(head) with
            {
                Step = head.Step + 1,
                Sequence = move.To,
                RejectsSince = rejects?.Since ?? head.RejectsSince,
                Last = move.Last ?? head.Last,
                Opening = move.FirstEnqueued > 0 ? head.Opening?.BeginWith(move.FirstEnqueued) : head.Opening,
            }
        );
        await store.WriteAsync(
            Table,
            Key(partition),
            [
                head.ETag is { } etag ? TableWrite.Replace(HeadRow, value, etag) : TableWrite.Insert(HeadRow, value),
                TableWrite.Insert(StepRow(head.Step + 1), LedgerJson.Write(step)),
                // The condition on the head guards these as well: they change with it and never without.
                .. counts.Select(year => TableWrite.Put(YearRow(year.Key), EncodeCounts(year.Value))),
                .. await LiveAsync(partition, move, days, enqueued, cancellationToken),
                .. rejects is null ? Array.Empty<TableWrite>() : [TableWrite.Put(RejectsRow, rejects.Encode(RejectsName(partition)))],
            ],
            cancellationToken
        );
    }

    /// <summary>Opens the next epoch of a partition: what was taken stays, and its events are counted from 0 again.</summary>
    /// <returns>The number of the epoch.</returns>
    /// <exception cref="TableConflictException">The head has moved since it was read.</exception>
    internal async ValueTask<int> OpenEpochAsync(PartitionId partition, Head head, string attempt, CancellationToken cancellationToken)
    {
        var epoch = head.Epoch + 1;
        var opening = new EpochOpening(head.Sequence, head.Last?.Enqueued ?? 0, 0);
        var next = Stored.From(head) with { Step = head.Step + 1, Sequence = -1, Epoch = epoch, Last = null, Opening = opening };
        await store.WriteAsync(
            Table,
            Key(partition),
            [
                TableWrite.Replace(HeadRow, LedgerJson.Write(next), head.ETag!),
                TableWrite.Insert(StepRow(head.Step + 1), LedgerJson.Write(new HeadStep(0, -1, attempt, [], 0, 0, 0) { Epoch = epoch })),
            ],
            cancellationToken
        );
        return epoch;
    }

    /// <summary>Reads a step, or null where it was never committed.</summary>
    public async ValueTask<HeadStep?> ReadStepAsync(PartitionId partition, long step, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, Key(partition), StepRow(step), cancellationToken) is { } entry
            ? LedgerJson.Read<HeadStep>(entry.Value.Span)
            : null;

    /// <summary>Reads all steps of a partition after one, in order.</summary>
    public IAsyncEnumerable<(long Step, HeadStep Value)> ReadStepsAsync(
        PartitionId partition,
        long after,
        CancellationToken cancellationToken
    ) => ReadStepsAsync(partition, after, null, cancellationToken);

    /// <summary>Reads the steps of a partition after one and before another, in order.</summary>
    internal async IAsyncEnumerable<(long Step, HeadStep Value)> ReadStepsAsync(
        PartitionId partition,
        long after,
        long? before,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var range = RowRange.Prefix("s-") with { From = StepRow(after + 1) };
        if (before is { } end)
        {
            range = range with { Before = StepRow(end) };
        }
        await foreach (var entry in store.QueryAsync(Table, Key(partition), range, cancellationToken))
        {
            yield return (long.Parse(entry.Row.AsSpan(2), CultureInfo.InvariantCulture), LedgerJson.Read<HeadStep>(entry.Value.Span));
        }
    }

    internal static string Key(PartitionId partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{partition.Hub}-{partition.Number:D4}");

    private static string StepRow(long step) => string.Create(CultureInfo.InvariantCulture, $"s-{step:D12}");

    private static string YearRow(int year) => string.Create(CultureInfo.InvariantCulture, $"y-{year:D4}");

    private static string LiveRowOf(int day) => string.Create(CultureInfo.InvariantCulture, $"l-{SettlementDay.FromNumber(day)}");

    private static string RejectsName(PartitionId partition) => $"{Key(partition)}/{RejectsRow}";

    private static Head ToHead(TableEntry entry)
    {
        var stored = LedgerJson.Read<Stored>(entry.Value.Span);
        return new Head(stored.Step, stored.Sequence, entry.ETag, stored.Epoch, stored.Last, stored.Opening)
        {
            RejectsSince = stored.RejectsSince,
        };
    }

    /// <summary>How many rejects the list has after a move; null where it changes nothing. From the first move on that this code makes, every one is counted.</summary>
    private async ValueTask<RejectTotals?> RejectsAfterAsync(
        PartitionId partition,
        Head head,
        RejectChange? change,
        CancellationToken cancellationToken
    )
    {
        if (change is null && head.RejectsSince is not null)
        {
            return null;
        }
        var step = head.Step + 1;
        var before =
            head.RejectsSince is { } since
            && await store.ReadAsync(Table, Key(partition), RejectsRow, cancellationToken) is { } entry
            && RejectTotals.TryDecode(RejectsName(partition), entry.Value.Span) is { } known
            && known.Since == since
                ? known
                : new RejectTotals(step) { IsComplete = step == 1 };
        return change is null ? before : before.After(step, change);
    }

    /// <summary>The running sums with what a move brings; those that a larger move has left behind stay as they are.</summary>
    private async ValueTask<List<TableWrite>> LiveAsync(
        PartitionId partition,
        HeadAdvance move,
        List<CommittedDay> days,
        DateTimeOffset enqueued,
        CancellationToken cancellationToken
    )
    {
        var writes = new List<TableWrite>();
        foreach (var (day, live) in move.Days.Where(each => each.Live is not null).OrderByDescending(each => each.Day).Take(MaxLiveDays))
        {
            var number = days.Find(each => each.Day == day)!.Number;
            if (number == 0 || await ReadLiveAsync(partition, day, cancellationToken) is not { } before || before.Number != number - 1)
            {
                continue;
            }
            before.Totals.Add(live!);
            var after = new LiveRow(number, Math.Max(before.Arrived, enqueued.UtcTicks), before.Totals);
            writes.Add(TableWrite.Put(LiveRowOf(day), after.Encode($"{Key(partition)}/{LiveRowOf(day)}")));
        }

        return writes;
    }

    private async ValueTask<LiveRow?> ReadLiveAsync(PartitionId partition, int day, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, Key(partition), LiveRowOf(day), cancellationToken) is { } entry
            ? LiveRow.TryDecode($"{Key(partition)}/{LiveRowOf(day)}", entry.Value.Span)
            : new LiveRow(0, 0, new LiveTotals());

    /// <summary>The counts of a year's days, from index 1.</summary>
    private async ValueTask<long[]> ReadCountsAsync(PartitionId partition, int year, CancellationToken cancellationToken)
    {
        var counts = new long[367];
        if (await store.ReadAsync(Table, Key(partition), YearRow(year), cancellationToken) is { } entry)
        {
            var cursor = new BlockCursor(entry.Value.Span);
            for (var day = 1; !cursor.AtEnd; day++)
            {
                counts[day] = cursor.ReadVarInt64();
            }
        }

        return counts;
    }

    private static ReadOnlyMemory<byte> EncodeCounts(long[] counts)
    {
        var buffer = new BlockBuffer();
        foreach (var count in counts.AsSpan(1, Array.FindLastIndex(counts, count => count != 0)))
        {
            buffer.WriteVarUInt64(count);
        }
        return buffer.Written;
    }

    /// <summary>Heads of earlier versions have a step and a sequence number only.</summary>
    private sealed record Stored(
        long Step,
        long Sequence,
        long? RejectsSince = null,
        int Epoch = 0,
        LastTaken? Last = null,
        EpochOpening? Opening = null
    )
    {
        public static Stored From(Head head) => new(head.Step, head.Sequence, head.RejectsSince, head.Epoch, head.Last, head.Opening);
    }
}
