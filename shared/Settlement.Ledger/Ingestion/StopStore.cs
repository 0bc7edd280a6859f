using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Ledger.Ingestion;

/// <summary>Where partitions are stopped, which events operators have set aside, and which epochs they have opened. What operators did is kept for good.</summary>
public sealed class StopStore(ITableStore store, TimeProvider clock)
{
    private const string Table = "stops";
    private const string StopRow = "stop";
    private const string SetAsidePrefix = "a-";
    private const string EpochPrefix = "e-";

    /// <summary>Records that a partition is stopped at an event; the same stop met again keeps the time of the first.</summary>
    public async ValueTask RecordAsync(
        PartitionId partition,
        int epoch,
        long sequence,
        string kind,
        string error,
        CancellationToken cancellationToken
    )
    {
        var stop = new PartitionStop(sequence, Now(), error, epoch, kind);
        if (await FindAsync(partition, cancellationToken) is { } known && known with { Since = stop.Since } == stop)
        {
            return;
        }
        await store.WriteAsync(Table, HeadStore.Key(partition), [TableWrite.Put(StopRow, LedgerJson.Write(stop))], cancellationToken);
    }

    /// <summary>Takes a stop back, for its cause is gone.</summary>
    public async ValueTask ForgetAsync(PartitionId partition, CancellationToken cancellationToken) =>
        await store.WriteAsync(Table, HeadStore.Key(partition), [TableWrite.Delete(StopRow)], cancellationToken);

    /// <summary>Where a partition with a head stands still now, or null.</summary>
    public async ValueTask<PartitionStop?> FindAsync(PartitionId partition, Head head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        return await FindAsync(partition, cancellationToken) is { } stop && EpochPosition.Of(stop.Epoch, stop.Sequence) > head.Position
            ? stop
            : null;
    }

    /// <summary>The last stop of a partition, or null; one at or below the head is over.</summary>
    public async ValueTask<PartitionStop?> FindAsync(PartitionId partition, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, HeadStore.Key(partition), StopRow, cancellationToken) is { } entry
            ? LedgerJson.Read<PartitionStop>(entry.Value.Span)
            : null;

    /// <summary>Sets events aside.</summary>
    public async ValueTask<SetAside> SetAsideAsync(
        PartitionId partition,
        int epoch,
        long from,
        long to,
        string by,
        string why,
        CancellationToken cancellationToken
    )
    {
        var aside = new SetAside(from, to, by, Now(), why, epoch);
        var (first, last) = (EpochPosition.Of(epoch, from), EpochPosition.Of(epoch, to));
        var row = $"{SetAsidePrefix}{EpochPosition.Text(first)}-{EpochPosition.Text(last)}";
        await store.WriteAsync(Table, HeadStore.Key(partition), [TableWrite.Put(row, LedgerJson.Write(aside))], cancellationToken);
        return aside;
    }

    /// <summary>Everything set aside in a partition, by sequence number.</summary>
    public async IAsyncEnumerable<SetAside> ReadSetAsideAsync(
        PartitionId partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var entry in store.QueryAsync(Table, HeadStore.Key(partition), RowRange.Prefix(SetAsidePrefix), cancellationToken))
        {
            yield return LedgerJson.Read<SetAside>(entry.Value.Span);
        }
    }

    /// <summary>Notes that an operator opens an epoch.</summary>
    public async ValueTask<EpochAct> RecordEpochAsync(
        PartitionId partition,
        int epoch,
        long after,
        string by,
        string why,
        CancellationToken cancellationToken
    )
    {
        var act = new EpochAct(epoch, after, by, Now(), why);
        var row = string.Create(CultureInfo.InvariantCulture, $"{EpochPrefix}{epoch:D5}");
        await store.WriteAsync(Table, HeadStore.Key(partition), [TableWrite.Put(row, LedgerJson.Write(act))], cancellationToken);
        return act;
    }

    /// <summary>The epochs of a partition that operators have opened, in order.</summary>
    public async IAsyncEnumerable<EpochAct> ReadEpochsAsync(
        PartitionId partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var entry in store.QueryAsync(Table, HeadStore.Key(partition), RowRange.Prefix(EpochPrefix), cancellationToken))
        {
            yield return LedgerJson.Read<EpochAct>(entry.Value.Span);
        }
    }

    /// <summary>The last event in a row, from one on, that is set aside; null where that one is not.</summary>
    public async ValueTask<long?> FindSetAsideEndAsync(PartitionId partition, int epoch, long sequence, CancellationToken cancellationToken)
    {
        long? upTo = null;
        await foreach (var aside in ReadSetAsideAsync(partition, cancellationToken))
        {
            if (aside.Epoch == epoch && aside.From <= (upTo + 1 ?? sequence) && aside.To >= (upTo ?? sequence))
            {
                upTo = aside.To;
            }
        }

        return upTo;
    }

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
