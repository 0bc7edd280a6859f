using System.Security.Cryptography;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;

namespace Settlement.Ledger.Ingestion;

/// <summary>
/// Tells whether a partition's hub still is the one that its events were taken from. A hub that is recreated, failed over or moved counts its
/// events anew: by their sequence numbers alone, its first events would pass for events that were taken long ago.
/// </summary>
public sealed class HubWatch(HeadStore heads, StopStore stops, IHubReader reader)
{
    private enum Match
    {
        Unknown,
        Same,
        Other,
    }

    /// <summary>Looks at a partition. What it finds is recorded as a stop; one that is recorded is taken back where the hub is the same after all.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="reads">Whether the event of the head is read from the hub where its last event says nothing.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>The head, and where the partition stands still because its hub is another.</returns>
    public async ValueTask<(Head Head, PartitionStop? Stop)> LookAsync(
        PartitionId partition,
        bool reads,
        CancellationToken cancellationToken
    )
    {
        var head = await heads.ReadAsync(partition, cancellationToken);
        return (head, await LookAsync(partition, head, reads, null, cancellationToken));
    }

    /// <summary>Opens a new epoch of a partition: everything that its hub holds is taken as new.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="why">Why.</param>
    /// <param name="cancellationToken">Stops before it is opened.</param>
    /// <returns>The act, or why it is refused.</returns>
    /// <exception cref="Storage.TableConflictException">The head has moved meanwhile; nothing was opened.</exception>
    public async ValueTask<(EpochAct? Act, string? Refusal)> OpenEpochAsync(
        PartitionId partition,
        Func<CancellationToken, Task<string>> by,
        string why,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(by);
        var head = await heads.ReadAsync(partition, cancellationToken);
        if (head.Sequence < 0)
        {
            return (null, $"Nothing was taken of epoch {head.Epoch} of partition {partition.Number} of '{partition.Hub}' yet.");
        }
        if ((await CompareAsync(partition, head, reads: true, cancellationToken)).Match == Match.Same)
        {
            return (
                null,
                $"Event {head.Sequence} of partition {partition.Number} of '{partition.Hub}' is the one that was taken last: the hub is the same, and its next event is {head.Sequence + 1}."
            );
        }

        var act = await stops.RecordEpochAsync(
            partition,
            head.Epoch + 1,
            head.Sequence,
            await by(cancellationToken),
            why,
            cancellationToken
        );
        await heads.OpenEpochAsync(partition, head, RandomNumberGenerator.GetHexString(12, lowercase: true), cancellationToken);
        return (act, null);
    }

    /// <summary>Looks at a partition with a head.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="head">Its head.</param>
    /// <param name="reads">Whether the event of the head is read from the hub where its last event says nothing.</param>
    /// <param name="evidence">What was seen that speaks for another hub; it decides where the hub has lost the event of the head.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>Where the partition stands still because its hub is another, or null.</returns>
    internal async ValueTask<PartitionStop?> LookAsync(
        PartitionId partition,
        Head head,
        bool reads,
        string? evidence,
        CancellationToken cancellationToken
    )
    {
        if (head.Sequence < 0)
        {
            return null;
        }
        var (match, why) = await CompareAsync(partition, head, reads, cancellationToken);
        if (match == Match.Unknown)
        {
            why = evidence;
        }

        if (why is not null)
        {
            var error = PartitionEpochException.Explain(partition, why);
            await stops.RecordAsync(partition, head.Epoch, head.Sequence + 1, StopKind.Epoch, error, cancellationToken);
        }
        var stop = await stops.FindAsync(partition, head, cancellationToken) is { Kind: StopKind.Epoch } known ? known : null;
        if (match == Match.Same && stop is not null)
        {
            await stops.ForgetAsync(partition, cancellationToken);
            return null;
        }

        return stop;
    }

    private async ValueTask<(Match Match, string? Why)> CompareAsync(
        PartitionId partition,
        Head head,
        bool reads,
        CancellationToken cancellationToken
    )
    {
        // An empty partition says nothing: retention may have taken all of it.
        if (await reader.FindRangeAsync(partition, cancellationToken) is not { } range)
        {
            return (Match.Unknown, null);
        }
        if (range.Last < head.Sequence)
        {
            return (Match.Other, $"The hub's last event is {range.Last}, and event {head.Sequence} was taken before.");
        }
        if (head.Last is not { } last)
        {
            return (Match.Unknown, null);
        }
        // The head has moved over events that the hub had lost. A hub loses its oldest events first, and none comes back.
        if (last.Sequence < head.Sequence && range.First <= head.Sequence)
        {
            return (Match.Other, $"The hub holds event {range.First}, which was lost before event {head.Sequence + 1} was taken.");
        }
        if (range.First > last.Sequence)
        {
            return (Match.Unknown, null);
        }
        if (!reads && (range.Last > last.Sequence || range.LastEnqueued.UtcTicks == last.Enqueued))
        {
            return (Match.Unknown, null);
        }
        await foreach (var e in reader.ReadAsync(partition, last.Sequence, last.Sequence, cancellationToken))
        {
            if (e.Sequence == last.Sequence)
            {
                return last.Is(e.Enqueued, e.Body.Span) ? (Match.Same, null) : (Match.Other, NotTheOne(last));
            }
        }

        return (Match.Unknown, null);
    }

    /// <summary>Says that the hub's event with the number of the last one taken is another.</summary>
    internal static string NotTheOne(LastTaken last) => $"The hub's event {last.Sequence} is not the one that was taken before.";
}
