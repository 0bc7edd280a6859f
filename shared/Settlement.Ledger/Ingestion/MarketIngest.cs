using Settlement.Domain.Reference;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Market;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Reference;

namespace Settlement.Ledger.Ingestion;

/// <summary>Takes market inputs: kept as versions, never overwritten; a run picks the winners at its cut.</summary>
public sealed class MarketIngest(
    HeadStore heads,
    ReferenceStore references,
    MarketStore market,
    RejectStore rejects,
    StopStore stops,
    IHubReader reader
) : PartitionIngest(Hubs.Market, heads, references, rejects, stops, reader)
{
    /// <inheritdoc/>
    protected override async ValueTask<BatchContent> WriteAsync(
        int partition,
        long step,
        string attempt,
        IReadOnlyList<HubEvent> events,
        ReferenceData reference,
        CancellationToken cancellationToken
    )
    {
        var batch = new MarketDecoder(reference).Decode(events);
        var days = batch.Rows.GroupBy(row => row.Day).OrderBy(day => day.Key).ToList();
        foreach (var day in days)
        {
            await market.WriteAsync(day.Key, partition, step, attempt, [.. day], cancellationToken);
        }
        return new BatchContent([.. days.Select(day => new DayContribution(day.Key))], batch.Rows.Count, batch.Rejects);
    }
}
