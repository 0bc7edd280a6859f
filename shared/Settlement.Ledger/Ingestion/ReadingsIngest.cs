using System.Runtime.InteropServices;
using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Reference;
using Settlement.Ledger.Rejects;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Ingestion;

/// <summary>Takes meter readings: decoded, checked and pre-aggregated into one block for each Settlement Day of a delivery.</summary>
public sealed class ReadingsIngest(ITableStore store, HeadStore heads, ReferenceStore references, RejectStore rejects, StopStore stops, IHubReader reader)
    : PartitionIngest(Hubs.Readings, heads, references, rejects, stops, reader)
{
    private readonly BlockStore _blocks = new(store);

    /// <inheritdoc/>
    protected override async ValueTask<BatchContent> WriteAsync(int partition, long step, string attempt, IReadOnlyList<HubEvent> events, ReferenceData reference, CancellationToken cancellation)
    {
        var batch = new ReadingDecoder(reference).Decode(events);
        var days = new SortedDictionary<int, List<ReadingRow>>();
        foreach (var row in batch.Rows)
        {
            if (!days.TryGetValue(row.Day, out var rows))
                days.Add(row.Day, rows = []);
            rows.Add(row);
        }

        foreach (var (day, rows) in days)
            await _blocks.WriteAsync(new BlockId(day, partition, step, attempt), batch, [.. CollectionsMarshal.AsSpan(rows)], cancellation);
        return new BatchContent([.. days.Keys], batch.Accepted, batch.Rejects);
    }
}
