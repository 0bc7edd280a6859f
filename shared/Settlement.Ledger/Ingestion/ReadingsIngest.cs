using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
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
    private readonly DoubtStore _doubts = new(store, heads);
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
        var releases = events.Where(e => e.ReleaseOf is not null).ToList();
        IReadOnlyList<HubEvent> messages = releases.Count == 0 ? events : [.. events.Where(e => e.ReleaseOf is null)];
        var released = await new ReleaseReader(_doubts).ReadAsync(partition, releases, cancellationToken);
        return await _workshop.WithAsync(
            reference,
            async bench =>
            {
                ReadingBatch batch;
                using (LedgerActivity.Start(LedgerActivity.Decode))
                {
                    batch = bench.Decoder.Decode(messages);
                }
                foreach (var doubt in released)
                {
                    Add(batch, doubt);
                }
                var days = LiveTotals.FromBatch(batch);
                foreach (var day in days.Keys)
                {
                    await _blocks.WriteAsync(new BlockId(day, partition, step, attempt), batch, bench.Writer, cancellationToken);
                }
                await _doubts.WriteAsync(partition, step, attempt, batch, cancellationToken);
                await _doubts.WriteReleasesAsync(step, attempt, released, cancellationToken);
                return new BatchContent(
                    [.. days.Select(day => new DayContribution(day.Key, day.Value))],
                    batch.Accepted,
                    [.. batch.Rejects]
                );
            },
            cancellationToken
        );
    }

    /// <summary>Adds a released value as the version that it came with: what has corrected it since wins over it.</summary>
    private static void Add(ReadingBatch batch, Doubt doubt)
    {
        var (revision, enqueued, position, place) = doubt.Version;
        batch.Begin(new RowEvent(position, enqueued));
        batch.Add(
            batch.CellOf(doubt.Id.Day.Number, doubt.Cell),
            doubt.Mpan,
            doubt.Period,
            [doubt.Amount],
            0,
            [doubt.Quality],
            revision,
            place
        );
    }
}
