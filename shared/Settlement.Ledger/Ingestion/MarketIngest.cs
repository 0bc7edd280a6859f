using Settlement.Ledger.Messages;
using Settlement.Ledger.Reference;
using Settlement.Ledger.Rejects;

namespace Settlement.Ledger.Ingestion;

/// <summary>Takes market inputs: kept as versions, never overwritten; a run picks the winners at its cut.</summary>
public sealed class MarketIngest(HeadStore heads, ReferenceStore references, MarketStore market, RejectStore rejects) : PartitionIngest(Hubs.Market, heads)
{
    /// <inheritdoc/>
    protected override async ValueTask<HeadStep> WriteAsync(int partition, long step, string attempt, IReadOnlyList<HubEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        var reference = await references.LoadCurrentAsync(cancellation);
        var batch = new MarketDecoder(reference).Decode(events);
        var days = batch.Rows.GroupBy(row => row.Day).OrderBy(day => day.Key).ToList();
        foreach (var day in days)
            await market.WriteAsync(day.Key, partition, step, attempt, [.. day], cancellation);
        await rejects.WriteAsync(Hubs.Market, partition, step, attempt, batch.Rejects, cancellation);
        return new HeadStep(events[0].Sequence, events[^1].Sequence, attempt, [.. days.Select(day => day.Key)], events.Count, batch.Rows.Count, batch.Rejects.Count);
    }
}
