using System.Runtime.InteropServices;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Diagnostics;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Reference;
using Settlement.Ledger.Rejects;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Ingestion;

/// <summary>Takes meter readings: decoded, checked and pre-aggregated into one block for each Settlement Day of a delivery.</summary>
public sealed class ReadingsIngest(ITableStore store, HeadStore heads, ReferenceStore references, RejectStore rejects) : PartitionIngest(Hubs.Readings, heads)
{
    private readonly BlockStore _blocks = new(store);

    /// <inheritdoc/>
    protected override async ValueTask<HeadStep> WriteAsync(int partition, long step, string attempt, IReadOnlyList<HubEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        var reference = await references.LoadCurrentAsync(cancellation);
        ReadingBatch batch;
        using (LedgerActivity.Start(LedgerActivity.Decode))
            batch = new ReadingDecoder(reference).Decode(events);
        var days = new SortedDictionary<int, List<ReadingRow>>();
        foreach (var row in batch.Rows)
        {
            if (!days.TryGetValue(row.Day, out var rows))
                days.Add(row.Day, rows = []);
            rows.Add(row);
        }

        foreach (var (day, rows) in days)
            await _blocks.WriteAsync(new BlockId(day, partition, step, attempt), batch, [.. CollectionsMarshal.AsSpan(rows)], cancellation);
        await rejects.WriteAsync(Hubs.Readings, partition, step, attempt, batch.Rejects, cancellation);
        return new HeadStep(events[0].Sequence, events[^1].Sequence, attempt, [.. days.Keys], events.Count, batch.Accepted, batch.Rejects.Count);
    }
}
