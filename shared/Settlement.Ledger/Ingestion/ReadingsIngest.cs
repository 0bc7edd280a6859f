using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Live;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Reference;
using Settlement.Storage;
using Settlement.Storage.Diagnostics;

namespace Settlement.Ledger.Ingestion;

/// <summary>Takes meter readings: decoded, checked and pre-aggregated into one block for each Settlement Day of a delivery.</summary>
public sealed class ReadingsIngest(
    ITableStore store,
    HeadStore heads,
    ReferenceStore references,
    RejectStore rejects,
    StopStore stops,
    IHubReader reader
) : PartitionIngest(Hubs.Readings, heads, references, rejects, stops, reader)
{
    private readonly BlockStore _blocks = new(store);
    private readonly DecoderPool _workshop = new();

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
        return await _workshop.WithAsync(
            reference,
            async bench =>
            {
                ReadingBatch batch;
                using (LedgerActivity.Start(LedgerActivity.Decode))
                {
                    batch = bench.Decoder.Decode(events);
                }
                var days = LiveTotals.FromBatch(batch);
                foreach (var day in days.Keys)
                {
                    await _blocks.WriteAsync(new BlockId(day, partition, step, attempt), batch, bench.Writer, cancellationToken);
                }
                return new BatchContent(
                    [.. days.Select(day => new DayContribution(day.Key, day.Value))],
                    batch.Accepted,
                    [.. batch.Rejects]
                );
            },
            cancellationToken
        );
    }
}
