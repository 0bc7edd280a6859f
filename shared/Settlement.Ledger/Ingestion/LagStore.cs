using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Ledger.Ingestion;

/// <summary>Where the heads that are behind stood at the last look. It is kept in the store, for an instance may not live from one look to the next.</summary>
public sealed class LagStore(ITableStore store)
{
    private const string Table = "stops";
    private const string Row = "lag";

    /// <summary>Notes where a head stands.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="head">The head.</param>
    /// <param name="last">The sequence number of the last event there is.</param>
    /// <param name="cancellationToken">Stops before it is noted.</param>
    /// <returns>Whether it was behind at the look before as well and has not moved since: a trigger that is merely busy moves it.</returns>
    public async ValueTask<bool> StandsStillAsync(PartitionId partition, Head head, long last, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        var key = HeadStore.Key(partition);
        var before = await store.ReadAsync(Table, key, Row, cancellationToken);
        if (head.Sequence >= last)
        {
            if (before is not null)
            {
                await store.WriteAsync(Table, key, [TableWrite.Delete(Row)], cancellationToken);
            }
            return false;
        }

        if (before is not null && LedgerJson.Read<Lag>(before.Value.Span).Head == head.Position)
        {
            return true;
        }
        await store.WriteAsync(Table, key, [TableWrite.Put(Row, LedgerJson.Write(new Lag(head.Position)))], cancellationToken);
        return false;
    }

    private sealed record Lag(long Head);
}
