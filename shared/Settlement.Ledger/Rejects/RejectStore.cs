using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Messages;
using Settlement.Storage;

namespace Settlement.Ledger.Rejects;

/// <summary>
/// The rejected objects of the ledger with their bodies. They belong to a head step as blocks do: an object is rejected once and for all,
/// and what a crash left of an uncommitted step is in no list. One that was sent again is in no list either: its new event has its own verdict.
/// </summary>
public sealed class RejectStore(ITableStore store, HeadStore heads)
{
    private const string Table = "rejects";
    private const int StepDigits = 12;

    private readonly ReplayMarks _marks = new(store, heads);

    /// <summary>Takes out of a batch the replays of rejects that were taken before: however often one is sent again, it counts once.</summary>
    /// <returns>The events to be read, and the rejects that they replay.</returns>
    public async ValueTask<(IReadOnlyList<HubEvent> Fresh, IReadOnlyList<RejectId> Replayed)> TakeReplaysAsync(
        PartitionId partition,
        IReadOnlyList<HubEvent> events,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.All(e => e.ReplayOf is null))
        {
            return (events, []);
        }
        var fresh = new List<HubEvent>(events.Count);
        var replayed = new HashSet<RejectId>();
        foreach (var e in events)
        {
            // What names no reject of this partition is an event like any other.
            if (!RejectId.TryParse(e.ReplayOf, out var id) || id.Partition != partition)
            {
                fresh.Add(e);
            }
            else if (!replayed.Contains(id) && !await _marks.ContainsAsync(id, cancellationToken))
            {
                fresh.Add(e);
                replayed.Add(id);
            }
        }

        return (fresh, [.. replayed]);
    }

    /// <summary>Writes the rejects of a step that is not yet committed, and marks those of earlier steps that it takes again.</summary>
    public async ValueTask WriteAsync(
        PartitionId partition,
        long step,
        string attempt,
        IReadOnlyList<Reject> rejects,
        IReadOnlyList<RejectId> replayed,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(rejects);
        ArgumentNullException.ThrowIfNull(replayed);
        if (rejects.Count > 0)
        {
            await store.WriteAllAsync(
                Table,
                HeadStore.Key(partition),
                RejectPack.Write(Name(step, attempt), rejects).SelectMany(pack => TableBlobs.Cut(pack.Name, pack.Value)),
                cancellationToken
            );
        }
        if (replayed.Count > 0)
        {
            await _marks.WriteAsync(partition, step, attempt, replayed, cancellationToken);
        }
    }

    /// <summary>Reads the rejects of a partition in the order of their arrival.</summary>
    /// <exception cref="DamagedBlockException">Stored rejects are not what was written.</exception>
    public async IAsyncEnumerable<StoredReject> ReadAsync(
        PartitionId partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var marks = _marks.ReadAsync(partition, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await marks.MoveNextAsync();
        await foreach (var reject in ReadAllAsync(partition, cancellationToken))
        {
            var stored = new StoredReject(new RejectId(partition, reject.Sequence, reject.Place), reject);
            while (more && IsBefore(marks.Current, stored.Id))
            {
                more = await marks.MoveNextAsync();
            }
            if (!more || marks.Current != stored.Id)
            {
                yield return stored;
            }
        }
    }

    /// <summary>Deletes the rejects of the head steps at the beginning of a partition whose events had all arrived before a time, and their marks.</summary>
    /// <returns>How many rows were deleted.</returns>
    public async ValueTask<int> PurgeAsync(PartitionId partition, DateTimeOffset arrivedBefore, CancellationToken cancellationToken)
    {
        var last = -1L;
        await foreach (var (name, value) in ReadPacksAsync(partition, cancellationToken))
        {
            if (RejectPack.Read(name, value).Any(reject => reject.Enqueued >= arrivedBefore))
            {
                last = Math.Min(last, long.Parse(name.AsSpan(0, StepDigits), CultureInfo.InvariantCulture) - 1);
                break;
            }

            last = long.Parse(name.AsSpan(0, StepDigits), CultureInfo.InvariantCulture);
        }

        if (last < 0)
        {
            return 0;
        }
        var until = (await heads.ReadStepAsync(partition, last, cancellationToken))!.To;
        await _marks.PurgeAsync(partition, until, cancellationToken);
        return await store.DeleteAsync(
            Table,
            HeadStore.Key(partition),
            RowRange.All with
            {
                Before = Name(last + 1, string.Empty),
            },
            cancellationToken
        );
    }

    private static bool IsBefore(RejectId x, RejectId y) => (x.Sequence, x.Place).CompareTo((y.Sequence, y.Place)) < 0;

    private static string Name(long step, string attempt) => string.Create(CultureInfo.InvariantCulture, $"{step:D12}-{attempt}");

    /// <summary>Every reject of the committed steps, those that were replayed among them.</summary>
    private async IAsyncEnumerable<Reject> ReadAllAsync(PartitionId partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (name, value) in ReadPacksAsync(partition, cancellationToken))
        {
            List<Reject> pack;
            try
            {
                pack = RejectPack.Read(name, value);
            }
            catch (Exception e) when (e is InvalidDataException or OverflowException or ArgumentOutOfRangeException)
            {
                throw new DamagedBlockException($"{HeadStore.Key(partition)}/{name}", "rejects", e);
            }

            foreach (var reject in pack)
            {
                yield return reject;
            }
        }
    }

    private async IAsyncEnumerable<(string Name, ReadOnlyMemory<byte> Value)> ReadPacksAsync(
        PartitionId partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var step = (Number: -1L, Committed: default(HeadStep));
        var (open, value) = ((string?)null, new MemoryStream());
        await foreach (var entry in store.QueryAsync(Table, HeadStore.Key(partition), RowRange.All, cancellationToken))
        {
            var number = long.Parse(entry.Row.AsSpan(0, StepDigits), CultureInfo.InvariantCulture);
            if (number != step.Number)
            {
                step = (number, await heads.ReadStepAsync(partition, number, cancellationToken));
            }
            if (entry.Row.Split('-')[1] != step.Committed?.Attempt)
            {
                continue;
            }
            var name = entry.Row[..entry.Row.LastIndexOf('-')];
            if (open is not null && open != name)
            {
                yield return (open, value.ToArray());
                value.SetLength(0);
            }

            open = name;
            value.Write(entry.Value.Span);
        }

        if (open is not null)
        {
            yield return (open, value.ToArray());
        }
    }
}

/// <summary>A reject as it stands in the ledger.</summary>
/// <param name="Id">Its name in lists and for replay.</param>
/// <param name="Reject">What was rejected, and why.</param>
public sealed record StoredReject(RejectId Id, Reject Reject)
{
    /// <summary>The body as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string BodyText => Encoding.UTF8.GetString(Reject.Body.Span);
}
