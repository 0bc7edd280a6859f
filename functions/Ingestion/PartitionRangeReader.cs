using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Messaging.EventHubs.Consumer;
using Settlement.Domain.Market;
using Settlement.Ledger.Messages;

namespace Settlement.Functions.Ingestion;

/// <summary>Reads a stretch of a partition to its end, or fails: what only did not come in time must not be taken for gone.</summary>
internal static class PartitionRangeReader
{
    /// <summary>An event that the hub has is there sooner.</summary>
    private static readonly TimeSpan NothingComes = TimeSpan.FromSeconds(10);

    /// <summary>Reads all events from one to another that the hub still has.</summary>
    /// <exception cref="IOException">The hub has more of them and does not give them now.</exception>
    public static async IAsyncEnumerable<HubEvent> ReadAsync(
        EventHubConsumerClient client,
        PartitionId partition,
        long from,
        long to,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        // Events may be of a megabyte: few are kept waiting.
        var options = new ReadEventOptions
        {
            MaximumWaitTime = NothingComes,
            CacheEventCount = 16,
            PrefetchCount = 16,
        };
        var id = partition.Number.ToString(CultureInfo.InvariantCulture);
        var next = from;
        await foreach (
            var e in client.ReadEventsFromPartitionAsync(
                id,
                EventPosition.FromSequenceNumber(from, isInclusive: true),
                options,
                cancellationToken
            )
        )
        {
            if (e.Data is null)
            {
                var kept = await client.GetPartitionPropertiesAsync(id, cancellationToken);
                if (kept.IsEmpty || kept.BeginningSequenceNumber > to || kept.LastEnqueuedSequenceNumber < next)
                {
                    yield break;
                }
                var waiting = Math.Max(next, kept.BeginningSequenceNumber);
                throw new IOException(
                    $"Event Hub '{partition.Hub}' has events of partition {partition.Number} from {waiting} on and does not give them now. They are read again later."
                );
            }

            yield return EventHubBatch.Event(e.Data);
            next = e.Data.SequenceNumber + 1;
            if (next > to)
            {
                yield break;
            }
        }
    }
}
