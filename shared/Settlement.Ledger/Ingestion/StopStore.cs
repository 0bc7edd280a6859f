using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Ledger.Ingestion;

/// <summary>Where partitions are stopped, and which events operators have set aside. Both are kept for good.</summary>
public sealed class StopStore(ITableStore store, TimeProvider clock)
{
    private const string Table = "stops";
    private const string StopRow = "stop";
    private const string SetAsidePrefix = "a-";

    /// <summary>Records that a partition is stopped at an event; the same stop met again keeps the time of the first.</summary>
    public async ValueTask RecordAsync(PartitionId partition, long sequence, string error, CancellationToken cancellationToken)
    {
        if (await FindAsync(partition, cancellationToken) is { } known && known.Sequence == sequence && known.Error == error)
        {
            return;
        }
        var stop = new PartitionStop(sequence, Now(), error);
        await store.WriteAsync(Table, HeadStore.Key(partition), [TableWrite.Put(StopRow, LedgerJson.Write(stop))], cancellationToken);
    }

    /// <summary>The last stop of a partition, or null; one at or below the head is over.</summary>
    public async ValueTask<PartitionStop?> FindAsync(PartitionId partition, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, HeadStore.Key(partition), StopRow, cancellationToken) is { } entry
            ? LedgerJson.Read<PartitionStop>(entry.Value.Span)
            : null;

    /// <summary>Sets events aside.</summary>
    public async ValueTask<SetAside> SetAsideAsync(
        PartitionId partition,
        long from,
        long to,
        string by,
        string why,
        CancellationToken cancellationToken
    )
    {
        var aside = new SetAside(from, to, by, Now(), why);
        var row = string.Create(CultureInfo.InvariantCulture, $"{SetAsidePrefix}{from:D15}-{to:D15}");
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

    /// <summary>The last event in a row, from one on, that is set aside; null where that one is not.</summary>
    public async ValueTask<long?> FindSetAsideEndAsync(PartitionId partition, long sequence, CancellationToken cancellationToken)
    {
        long? upTo = null;
        await foreach (var aside in ReadSetAsideAsync(partition, cancellationToken))
        {
            if (aside.From <= (upTo + 1 ?? sequence) && aside.To >= (upTo ?? sequence))
            {
                upTo = aside.To;
            }
        }

        return upTo;
    }

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
