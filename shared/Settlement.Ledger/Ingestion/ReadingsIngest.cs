using Settlement.Ledger.Blocks;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Reference;
using Settlement.Ledger.Rejects;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Ingestion;

/// <summary>Takes meter readings: decoded, checked and pre-aggregated into one block for each Settlement Day of a delivery.</summary>
public sealed class ReadingsIngest(ITableStore store, HeadStore heads, ReferenceStore references, RejectStore rejects) : PartitionIngest(Hubs.Readings, heads)
{
    private readonly BlockStore _blocks = new(store);
    private readonly ReadingsWorkshop _workshop = new();

    /// <inheritdoc/>
    protected override async ValueTask<HeadStep> WriteAsync(int partition, long step, string attempt, IReadOnlyList<HubEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        var reference = await references.LoadCurrentAsync(cancellation);
        return await _workshop.WithAsync(reference, async bench =>
        {
            var batch = bench.Decoder.Decode(events);
            var days = bench.Writer.DaysOf(batch);
            foreach (var day in days)
                await _blocks.WriteAsync(new BlockId(day, partition, step, attempt), batch, bench.Writer, cancellation);
            await rejects.WriteAsync(Hubs.Readings, partition, step, attempt, batch.Rejects, cancellation);
            return new HeadStep(events[0].Sequence, events[^1].Sequence, attempt, days, events.Count, batch.Accepted, batch.Rejects.Count);
        }, cancellation);
    }
}
