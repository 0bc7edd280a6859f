using System.Security.Cryptography;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Reference;
using Settlement.Storage;

namespace Settlement.Ledger.Ingestion;

/// <summary>What one delivery of events came to.</summary>
/// <param name="Events">How many events were new.</param>
/// <param name="Accepted">How many objects were accepted.</param>
/// <param name="Rejected">How many objects were rejected.</param>
public readonly record struct IngestOutcome(int Events, int Accepted, int Rejected);

/// <summary>What a batch of events left in the ledger, to be named by a head step.</summary>
/// <param name="Days">The Settlement Days that it brings something for.</param>
/// <param name="Accepted">How many objects were accepted.</param>
/// <param name="Rejects">What was not.</param>
public sealed record BatchContent(IReadOnlyList<DayContribution> Days, int Accepted, IReadOnlyList<Reject> Rejects);

/// <summary>
/// Takes events of one partition into the ledger exactly once: events at or below the head are dropped, blocks and rejects are written under
/// a mark of this attempt, and one conditional write moves the head and names them. Whatever dies in between leaves orphans that no run sees.
/// </summary>
/// <remarks>
/// The trigger moves its checkpoint on whether a batch was taken or not, so what it delivers need not follow the head. What is missing is
/// read from the hub again. What cannot be taken in at all is narrowed down to one event, at which the partition stops.
/// </remarks>
public abstract class PartitionIngest(
    string hub,
    HeadStore heads,
    ReferenceStore references,
    RejectStore rejects,
    StopStore stops,
    IHubReader reader
)
{
    /// <summary>A head that moves this often under one delivery is fought over by consumers that should not both be there.</summary>
    private const int MaxConflicts = 16;

    /// <summary>
    /// How much becomes one step, however much is delivered: readings of so many bytes of JSON make a block that goes in one transaction,
    /// and memory is bounded by it.
    /// </summary>
    private const int MaxStepBytes = 16 * 1024 * 1024,
        MaxStepEvents = 10_000;

    /// <summary>Takes a delivery of one partition's events.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="events">The events in sequence order.</param>
    /// <param name="cancellationToken">Stops before the head moves; the delivery is then repeated by the hub.</param>
    /// <returns>What was new, events that were read again included.</returns>
    /// <exception cref="PartitionGapException">Events are missing before or within the delivery, and the hub does not give them.</exception>
    /// <exception cref="PartitionStoppedException">An event cannot be taken in; those before it have been.</exception>
    /// <exception cref="TableUnavailableException">The store does not answer now.</exception>
    public async ValueTask<IngestOutcome> IngestAsync(int partition, IReadOnlyList<HubEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var outcome = default(IngestOutcome);
        for (var conflicts = 0; ; )
        {
            try
            {
                if (await IngestNextStepAsync(partition, events, cancellationToken) is not { } taken)
                {
                    return outcome;
                }
                outcome = Sum(outcome, taken);
            }
            catch (TableConflictException) when (conflicts < MaxConflicts)
            {
                // Another consumer moved the head first: what it took is dropped at the next look.
                conflicts++;
            }
        }
    }

    /// <summary>Takes what the trigger has passed over at the end of a partition, where no later delivery shows the gap.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="last">The sequence number of the last event to be taken.</param>
    /// <param name="cancellationToken">Stops before the head moves.</param>
    /// <exception cref="PartitionGapException">The hub does not give the events.</exception>
    /// <exception cref="PartitionStoppedException">An event cannot be taken in; those before it have been.</exception>
    public async ValueTask<IngestOutcome> CatchUpAsync(int partition, long last, CancellationToken cancellationToken)
    {
        var head = await heads.ReadAsync(Id(partition), cancellationToken);
        return head.Sequence < last ? await FillGapAsync(partition, head, last + 1, cancellationToken) : default;
    }

    /// <summary>Writes what a step that is not yet committed brings, but for its rejects.</summary>
    protected abstract ValueTask<BatchContent> WriteAsync(
        int partition,
        long step,
        string attempt,
        IReadOnlyList<HubEvent> events,
        ReferenceData reference,
        CancellationToken cancellationToken
    );

    private static bool IsCausedByInput(Exception e) =>
        e
            is not (
                OperationCanceledException
                or TableConflictException
                or TableUnavailableException
                or PartitionGapException
                or PartitionStoppedException
            );

    private static IngestOutcome Sum(IngestOutcome x, IngestOutcome y) =>
        new(x.Events + y.Events, x.Accepted + y.Accepted, x.Rejected + y.Rejected);

    private PartitionId Id(int partition) => new(hub, partition);

    private static string NewAttempt() => RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>The events that follow the head without a gap, as many as make a step, and the sequence number of the first beyond a gap.</summary>
    private static (List<HubEvent> Next, long? Beyond) Following(long head, IReadOnlyList<HubEvent> events)
    {
        var (next, bytes) = (new List<HubEvent>(Math.Min(events.Count, MaxStepEvents)), 0L);
        foreach (var e in events)
        {
            var wanted = head + 1 + next.Count;
            if (e.Sequence > wanted)
            {
                return (next, e.Sequence);
            }
            if (e.Sequence != wanted)
            {
                continue;
            }
            bytes += e.Body.Length;
            if (next.Count > 0 && (bytes > MaxStepBytes || next.Count == MaxStepEvents))
            {
                return (next, null);
            }
            next.Add(e);
        }

        return (next, null);
    }

    /// <summary>Takes what follows the head; null when there is nothing left to take.</summary>
    private async ValueTask<IngestOutcome?> IngestNextStepAsync(
        int partition,
        IReadOnlyList<HubEvent> events,
        CancellationToken cancellationToken
    )
    {
        var head = await heads.ReadAsync(Id(partition), cancellationToken);
        var (next, beyond) = Following(head.Sequence, events);
        if (next.Count == 0)
        {
            return beyond is { } delivered ? await FillGapAsync(partition, head, delivered, cancellationToken) : null;
        }

        // Reference data that cannot be loaded is not the fault of any event.
        var reference = await references.LoadCurrentAsync(cancellationToken);
        try
        {
            return await TakeAsync(partition, head, next, reference, cancellationToken);
        }
        catch (Exception e) when (IsCausedByInput(e))
        {
            return next.Count > 1
                ? await IngestAsync(partition, next[..(next.Count / 2)], cancellationToken)
                : await SetAsideOrStopAsync(partition, head, next[0], e, cancellationToken);
        }
    }

    private async ValueTask<IngestOutcome> TakeAsync(
        int partition,
        Head head,
        List<HubEvent> events,
        ReferenceData reference,
        CancellationToken cancellationToken
    )
    {
        var (step, attempt) = (head.Step + 1, NewAttempt());
        var (fresh, replayed) = await rejects.TakeReplaysAsync(Id(partition), events, cancellationToken);
        var content = await WriteAsync(partition, step, attempt, fresh, reference, cancellationToken);
        await rejects.WriteAsync(Id(partition), step, attempt, content.Rejects, replayed, cancellationToken);
        return await AdvanceAsync(partition, head, attempt, events, content, cancellationToken);
    }

    private async ValueTask<IngestOutcome> AdvanceAsync(
        int partition,
        Head head,
        string attempt,
        List<HubEvent> events,
        BatchContent content,
        CancellationToken cancellationToken
    )
    {
        var move = new HeadAdvance(
            events[0].Sequence,
            events[^1].Sequence,
            attempt,
            content.Days,
            events.Count,
            content.Accepted,
            content.Rejects.Count
        );
        await heads.AdvanceAsync(Id(partition), head, move, events[^1].Enqueued, cancellationToken);
        return new IngestOutcome(move.Events, move.Accepted, move.Rejected);
    }

    /// <summary>Keeps an event that cannot be taken in as a reject, if an operator has set it aside; stops the partition otherwise.</summary>
    private async ValueTask<IngestOutcome> SetAsideOrStopAsync(
        int partition,
        Head head,
        HubEvent e,
        Exception cause,
        CancellationToken cancellationToken
    )
    {
        if (await stops.FindSetAsideEndAsync(Id(partition), e.Sequence, cancellationToken) is null)
        {
            await stops.RecordAsync(Id(partition), e.Sequence, cause.Message, cancellationToken);
            throw new PartitionStoppedException(Id(partition), e.Sequence, cause);
        }

        var attempt = NewAttempt();
        var content = new BatchContent([], 0, [new Reject(e.Sequence, 0, e.Enqueued, null, null, RejectReasons.SetAside, e.Body)]);
        var (_, replayed) = await rejects.TakeReplaysAsync(Id(partition), [e], cancellationToken);
        await rejects.WriteAsync(Id(partition), head.Step + 1, attempt, content.Rejects, replayed, cancellationToken);
        return await AdvanceAsync(partition, head, attempt, [e], content, cancellationToken);
    }

    /// <summary>Takes the events between the head and an event that was delivered, reading them from the hub.</summary>
    private async ValueTask<IngestOutcome> FillGapAsync(int partition, Head head, long delivered, CancellationToken cancellationToken)
    {
        var outcome = default(IngestOutcome);
        var batch = new List<HubEvent>();
        var (next, bytes) = (head.Sequence + 1, 0L);
        await foreach (var e in reader.ReadAsync(Id(partition), next, delivered - 1, cancellationToken))
        {
            if (e.Sequence != next)
            {
                delivered = e.Sequence;
                break;
            }

            if (batch.Count == MaxStepEvents || (batch.Count > 0 && bytes + e.Body.Length > MaxStepBytes))
            {
                outcome = Sum(outcome, await IngestAsync(partition, batch, cancellationToken));
                batch.Clear();
                bytes = 0;
            }

            batch.Add(e);
            next++;
            bytes += e.Body.Length;
        }

        outcome = Sum(outcome, await IngestAsync(partition, batch, cancellationToken));
        if (next < delivered)
        {
            await SkipLostOrStopAsync(partition, next, delivered, cancellationToken);
        }
        return outcome;
    }

    /// <summary>Moves the head over events that the hub has lost, if an operator has set them aside; stops the partition otherwise.</summary>
    private async ValueTask SkipLostOrStopAsync(int partition, long lost, long delivered, CancellationToken cancellationToken)
    {
        var head = await heads.ReadAsync(Id(partition), cancellationToken);
        if (head.Sequence + 1 != lost)
        {
            return;
        }
        if (await stops.FindSetAsideEndAsync(Id(partition), lost, cancellationToken) is not { } upTo)
        {
            var gap = new PartitionGapException(Id(partition), lost, delivered);
            await stops.RecordAsync(Id(partition), lost, gap.Message, cancellationToken);
            throw gap;
        }

        try
        {
            var move = new HeadAdvance(lost, Math.Min(upTo, delivered - 1), NewAttempt(), [], 0, 0, 0);
            await heads.AdvanceAsync(Id(partition), head, move, default, cancellationToken);
        }
        catch (TableConflictException)
        {
            // Another consumer has moved the head: the next look shows where to.
        }
    }
}
