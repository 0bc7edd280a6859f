using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
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
/// read from the hub again. What cannot be taken in at all is narrowed down to one event, at which the partition stops. So it does where its
/// hub is not the one that the head was taken from.
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

    /// <summary>A hub cannot be made anew, and be filled beyond the head again, without so long a pause between two events.</summary>
    private static readonly long Pause = TimeSpan.FromMinutes(1).Ticks;

    private readonly HubWatch _watch = new(heads, stops, reader);

    /// <summary>The partitions of which this process has seen in an epoch that their hub is the one they were taken from.</summary>
    private readonly ConcurrentDictionary<int, int> _seen = [];

    /// <summary>Takes a delivery of one partition's events.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="events">The events in sequence order.</param>
    /// <param name="cancellationToken">Stops before the head moves; the delivery is then repeated by the hub.</param>
    /// <returns>What was new, events that were read again included.</returns>
    /// <exception cref="PartitionEpochException">The hub counts its events anew.</exception>
    /// <exception cref="PartitionGapException">Events are missing before or within the delivery, and the hub does not give them.</exception>
    /// <exception cref="PartitionStoppedException">An event cannot be taken in; those before it have been.</exception>
    /// <exception cref="TableUnavailableException">The store does not answer now.</exception>
    public async ValueTask<IngestOutcome> IngestAsync(int partition, IReadOnlyList<HubEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        return await TakeAllAsync(partition, new Work(events), cancellationToken);
    }

    /// <summary>Takes what the trigger has passed over at the end of a partition, where no later delivery shows the gap.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="last">The sequence number of the last event to be taken.</param>
    /// <param name="cancellationToken">Stops before the head moves.</param>
    /// <exception cref="PartitionEpochException">The hub counts its events anew.</exception>
    /// <exception cref="PartitionGapException">The hub does not give the events.</exception>
    /// <exception cref="PartitionStoppedException">An event cannot be taken in; those before it have been.</exception>
    public ValueTask<IngestOutcome> CatchUpAsync(int partition, long last, CancellationToken cancellationToken) =>
        TakeAllAsync(partition, new Work([], last), cancellationToken);

    /// <summary>Writes what a step that is not yet committed brings, but for its rejects.</summary>
    protected abstract ValueTask<BatchContent> WriteAsync(
        int partition,
        long step,
        string attempt,
        IReadOnlyList<HubEvent> events,
        ReferenceData reference,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Whether a failure says that an event cannot be decoded or its content not be stored. Whatever else goes wrong, an exhausted machine,
    /// a bug or a store that refuses, would go wrong with any other event: to narrow it down would stop a partition at an innocent one.
    /// </summary>
    private static bool IsCausedByInput(Exception e) =>
        e
            is FormatException
                or InvalidDataException
                or JsonException
                or OverflowException
                or (ArgumentException and not ArgumentNullException);

    private static IngestOutcome Sum(IngestOutcome x, IngestOutcome y) =>
        new(x.Events + y.Events, x.Accepted + y.Accepted, x.Rejected + y.Rejected);

    private PartitionId Id(int partition) => new(hub, partition);

    private static string NewAttempt() => RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>The events that follow the head without a gap, as many as make a step, and the sequence number of the first beyond a gap.</summary>
    private static (List<HubEvent> Next, long? Beyond) Following(Head head, Work work)
    {
        var (next, bytes) = (new List<HubEvent>(Math.Min(work.Events.Count, MaxStepEvents)), 0L);
        foreach (var e in work.Events)
        {
            // One that is of this epoch all the same is missed then, and read from the hub.
            if (!work.IsFromHub && head.IsOfEarlierEpoch(e.Enqueued))
            {
                continue;
            }
            var wanted = head.Sequence + 1 + next.Count;
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
            next.Add(e with { Epoch = head.Epoch });
        }

        return (next, head.Sequence < work.Through ? work.Through + 1 : null);
    }

    /// <summary>Whether the hub is to be asked for the event of the head before anything of a delivery is taken, and what was seen that speaks for another hub.</summary>
    private static (bool IsDue, string? Evidence) Doubt(Head head, Work work)
    {
        if (head.Last is not { } last || work.IsFromHub)
        {
            return default;
        }
        var paused = false;
        foreach (var e in work.Events)
        {
            // What was run by hand has no sequence number.
            if (e.Sequence > head.Sequence + 1 || e.Sequence < 0 || head.IsOfEarlierEpoch(e.Enqueued))
            {
                continue;
            }
            if (e.Sequence > head.Sequence)
            {
                paused |= e.Enqueued.UtcTicks - last.Enqueued > Pause;
            }
            else if (e.Sequence == last.Sequence && !last.Is(e.Enqueued, e.Body.Span))
            {
                return (true, HubWatch.NotTheOne(last));
            }
            else if (e.Sequence < last.Sequence && e.Enqueued.UtcTicks > last.Enqueued)
            {
                return (true, $"The hub's event {e.Sequence} was enqueued after event {last.Sequence}, which was taken before.");
            }
            // The head has moved over this one because the hub had lost it.
            paused |= e.Sequence > last.Sequence && e.Sequence <= head.Sequence;
        }

        return (paused, null);
    }

    /// <summary>
    /// Takes work until none is left. What has to come first, events that were left out or half of a batch that failed, is put before the rest;
    /// all of it together has one budget of conflicts.
    /// </summary>
    private async ValueTask<IngestOutcome> TakeAllAsync(int partition, Work all, CancellationToken cancellationToken)
    {
        var outcome = default(IngestOutcome);
        var waiting = new Stack<Work>([all]);
        await using var gap = new GapReader(reader, Id(partition));
        var (conflicts, own) = (0, -1L);
        while (waiting.TryPeek(out var work))
        {
            try
            {
                var head = await heads.ReadAsync(Id(partition), cancellationToken);
                if (head.Step != own)
                {
                    await EnsureSameHubAsync(partition, head, work, cancellationToken);
                }
                var (next, beyond) =
                    head.Opening is { Began: 0 } && !work.IsFromHub
                        ? ([], await EndOfHubAsync(partition, head, cancellationToken))
                        : Following(head, work);
                if (next.Count > 0)
                {
                    outcome = Sum(outcome, await TakeOrSplitAsync(partition, head, next, work.IsFromHub, waiting, cancellationToken));
                    own = head.Step + 1;
                }
                else if (beyond is { } delivered)
                {
                    if (await ReadGapAsync(partition, gap, head, delivered, cancellationToken) is { Count: > 0 } missing)
                    {
                        waiting.Push(new Work(missing, IsFromHub: true));
                    }
                }
                else
                {
                    waiting.Pop();
                }
            }
            catch (TableConflictException) when (conflicts < MaxConflicts)
            {
                // Another consumer moved the head first: what it took is dropped at the next look.
                conflicts++;
            }
        }

        return outcome;
    }

    /// <summary>
    /// Until the first event of an epoch is known, what is delivered may be the old hub's: it is read from the hub. Gives the number after the
    /// last event there, or null where nothing new is there.
    /// </summary>
    private async ValueTask<long?> EndOfHubAsync(int partition, Head head, CancellationToken cancellationToken) =>
        await reader.FindRangeAsync(Id(partition), cancellationToken) is { } range && range.Last > head.Sequence ? range.Last + 1 : null;

    /// <summary>Takes events as one step. Where one of them is at fault, half of them wait to be taken before the others; a single one stops the partition.</summary>
    private async ValueTask<IngestOutcome> TakeOrSplitAsync(
        int partition,
        Head head,
        List<HubEvent> next,
        bool areFromHub,
        Stack<Work> waiting,
        CancellationToken cancellationToken
    )
    {
        var reference = await references.LoadCurrentAsync(cancellationToken);
        var (step, attempt) = (head.Step + 1, NewAttempt());
        var replays = await rejects.TakeReplaysAsync(Id(partition), head, next, cancellationToken);
        BatchContent content;
        try
        {
            content = await WriteAsync(partition, step, attempt, replays.Fresh, reference, cancellationToken);
        }
        // Only what decodes the events and stores their content can fail because of them: a damaged head or reference row throws the same types.
        catch (Exception e) when (IsCausedByInput(e))
        {
            if (next.Count == 1)
            {
                return await SetAsideOrStopAsync(partition, head, next[0], e, cancellationToken);
            }
            waiting.Push(new Work(next[..(next.Count / 2)], IsFromHub: areFromHub));
            return default;
        }

        return await AdvanceAsync(partition, head, attempt, next, content, replays, cancellationToken);
    }

    private async ValueTask<IngestOutcome> AdvanceAsync(
        int partition,
        Head head,
        string attempt,
        List<HubEvent> events,
        BatchContent content,
        TakenReplays replays,
        CancellationToken cancellationToken
    )
    {
        var change = await rejects.WriteAsync(Id(partition), head.Step + 1, attempt, content.Rejects, replays, cancellationToken);
        var move = new HeadAdvance(
            events[0].Sequence,
            events[^1].Sequence,
            attempt,
            content.Days,
            events.Count,
            content.Accepted,
            content.Rejects.Count
        )
        {
            Rejects = change,
            Last = LastTaken.Of(events[^1].Sequence, events[^1].Enqueued, events[^1].Body.Span),
            FirstEnqueued = events[0].Enqueued.UtcTicks,
        };
        await heads.AdvanceAsync(Id(partition), head, move, events[^1].Enqueued, cancellationToken);
        _seen[partition] = head.Epoch;
        await rejects.ForgetAsync(Id(partition), replays, cancellationToken);
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
        if (await stops.FindSetAsideEndAsync(Id(partition), head.Epoch, e.Sequence, cancellationToken) is null)
        {
            await stops.RecordAsync(Id(partition), head.Epoch, e.Sequence, StopKind.Event, cause.Message, cancellationToken);
            throw new PartitionStoppedException(Id(partition), e.Sequence, cause);
        }

        var attempt = NewAttempt();
        var content = new BatchContent([], 0, [new Reject(e.Position, 0, e.Enqueued, null, null, RejectReasons.SetAside, e.Body)]);
        var replays = await rejects.TakeReplaysAsync(Id(partition), head, [e], cancellationToken);
        return await AdvanceAsync(partition, head, attempt, [e], content, replays, cancellationToken);
    }

    /// <summary>
    /// Reads the first of the events between the head and an event that was delivered from the hub, as many as make a step.
    /// Where the hub has lost the first of them, the head moves over what it has lost, or the partition stops. The event of the head is read with
    /// them, so that what is taken is known to follow it.
    /// </summary>
    private async ValueTask<List<HubEvent>> ReadGapAsync(
        int partition,
        GapReader gap,
        Head head,
        long delivered,
        CancellationToken cancellationToken
    )
    {
        var batch = new List<HubEvent>();
        var (bytes, to) = (0L, delivered - 1);
        await CheckHeadEventAsync(partition, gap, head, to, cancellationToken);
        for (var wanted = head.Sequence + 1; wanted <= to && batch.Count < MaxStepEvents; wanted++)
        {
            if (await gap.PeekAsync(wanted, to, cancellationToken) is not { } e)
            {
                break;
            }
            if (e.Sequence != wanted)
            {
                delivered = e.Sequence;
                break;
            }
            if (batch.Count > 0 && bytes + e.Body.Length > MaxStepBytes)
            {
                break;
            }
            batch.Add(e);
            bytes += e.Body.Length;
            gap.Take();
        }

        if (batch.Count == 0)
        {
            await SkipLostOrStopAsync(partition, head, delivered, cancellationToken);
        }
        return batch;
    }

    /// <summary>Reads the event of the head before those that follow it, unless the same reading of the hub has just given it.</summary>
    private async ValueTask CheckHeadEventAsync(int partition, GapReader gap, Head head, long to, CancellationToken cancellationToken)
    {
        if (
            head.Last is not { } last
            || last.Sequence != head.Sequence
            || gap.Continues(head.Sequence + 1, to)
            || await gap.PeekAsync(head.Sequence, to, cancellationToken) is not { } e
            || e.Sequence != head.Sequence
        )
        {
            return;
        }
        if (!last.Is(e.Enqueued, e.Body.Span))
        {
            await StopForAnotherHubAsync(partition, head, true, HubWatch.NotTheOne(last), cancellationToken);
        }
        gap.Take();
    }

    /// <summary>Moves the head over events that the hub has lost, if an operator has set them aside; stops the partition otherwise.</summary>
    private async ValueTask SkipLostOrStopAsync(int partition, Head head, long delivered, CancellationToken cancellationToken)
    {
        var lost = head.Sequence + 1;
        if ((await heads.ReadAsync(Id(partition), cancellationToken)).Step != head.Step)
        {
            // Another consumer has taken what this one could not read.
            return;
        }

        if (await stops.FindSetAsideEndAsync(Id(partition), head.Epoch, lost, cancellationToken) is not { } upTo)
        {
            var gap = new PartitionGapException(Id(partition), lost, delivered);
            await stops.RecordAsync(Id(partition), head.Epoch, lost, StopKind.Gap, gap.Message, cancellationToken);
            throw gap;
        }

        var move = new HeadAdvance(lost, Math.Min(upTo, delivered - 1), NewAttempt(), [], 0, 0, 0)
        {
            // A head of an earlier version may have no last event though some were taken; one at its beginning has taken none.
            Last = head.Sequence < 0 ? LastTaken.None : null,
        };
        await heads.AdvanceAsync(Id(partition), head, move, default, cancellationToken);
    }

    /// <summary>Sees to it that the hub is the one that the head was taken from: once in the life of a process, and whenever there is a doubt.</summary>
    private async ValueTask EnsureSameHubAsync(int partition, Head head, Work work, CancellationToken cancellationToken)
    {
        var (isDue, evidence) = Doubt(head, work);
        var isSeen = head.Sequence < 0 || (_seen.TryGetValue(partition, out var epoch) && epoch == head.Epoch);
        // Where there is a gap, the event of the head is read with it.
        var hasNoGap = work.Events.Count == 0 && work.Through <= head.Sequence;
        if (isDue || !isSeen || hasNoGap)
        {
            await StopForAnotherHubAsync(partition, head, isDue || !isSeen, evidence, cancellationToken);
            _seen[partition] = head.Epoch;
        }
    }

    private async ValueTask StopForAnotherHubAsync(
        int partition,
        Head head,
        bool reads,
        string? evidence,
        CancellationToken cancellationToken
    )
    {
        if (await _watch.LookAsync(Id(partition), head, reads, evidence, cancellationToken) is { } stop)
        {
            _seen.TryRemove(partition, out _);
            throw new PartitionEpochException(Id(partition), stop);
        }
    }

    /// <summary>What is to be taken: events, and whatever the hub has up to a sequence number.</summary>
    /// <param name="Events">The events.</param>
    /// <param name="Through">The sequence number, or −1.</param>
    /// <param name="IsFromHub">Whether the events were read from the hub as it is, not delivered, however late.</param>
    private readonly record struct Work(IReadOnlyList<HubEvent> Events, long Through = -1, bool IsFromHub = false);
}
