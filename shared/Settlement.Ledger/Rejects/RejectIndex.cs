using System.Globalization;
using System.Runtime.CompilerServices;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Storage;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Rejects;

/// <summary>A pack, and the event and the place of its first reject.</summary>
internal readonly record struct PackPlace(int Pack, long Position, int Place);

/// <summary>The packs of a committed step that have rejects of a key; null where the row is damaged, and any of its packs may have some.</summary>
internal sealed record RejectPosting(long Step, string Attempt, IReadOnlyList<PackPlace>? Packs);

/// <summary>
/// Says which steps and packs have rejects of a day, with a reason or both, in the order of their arrival, so that a page reads what it shows
/// and no more. Its rows belong to a step and an attempt, as the packs do, and count once the step is committed.
/// </summary>
internal sealed class RejectIndex(ITableStore store, HeadStore heads)
{
    private const string Table = "rejectlists";

    /// <summary>Writes the rows of a step: before it is committed, or again for one that was committed without.</summary>
    public ValueTask WriteAsync(
        PartitionId partition,
        long step,
        string attempt,
        IReadOnlyList<(int Pack, IReadOnlyList<Reject> Rejects)> packs,
        CancellationToken cancellationToken
    )
    {
        var byDay = !RejectKeys.AreBroad(packs.SelectMany(pack => pack.Rejects));
        var keys = new SortedDictionary<string, (int Count, List<PackPlace> Packs)>(StringComparer.Ordinal);
        foreach (var (number, rejects) in packs)
        {
            var place = new PackPlace(number, rejects[0].Position, rejects[0].Place);
            foreach (var (key, count) in RejectKeys.Count(rejects, byDay))
            {
                var (before, listed) = keys.TryGetValue(key, out var known) ? known : (0, []);
                listed.Add(place);
                keys[key] = (before + count, listed);
            }
        }

        return store.WriteAllAsync(
            Table,
            HeadStore.Key(partition),
            keys.Select(key =>
            {
                var row = Row(key.Key, step, attempt, key.Value.Count);
                return TableWrite.Put(row, Encode(partition, row, key.Value.Packs));
            }),
            cancellationToken
        );
    }

    /// <summary>Reads the committed rows of a key from a step on, in order.</summary>
    public async IAsyncEnumerable<RejectPosting> ReadAsync(
        PartitionId partition,
        string key,
        long fromStep,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var steps = new StepLookup(heads, partition);
        var rows = RowRange.Prefix($"{key}-") with { From = Row(key, fromStep) };
        await foreach (var entry in store.QueryAsync(Table, HeadStore.Key(partition), rows, cancellationToken))
        {
            var parts = entry.Row[(key.Length + 1)..].Split('-');
            var step = long.Parse(parts[0], CultureInfo.InvariantCulture);
            if ((await steps.FindAsync(step, cancellationToken))?.Attempt == parts[1])
            {
                yield return new RejectPosting(step, parts[1], Decode(partition, entry.Row, entry.Value.Span));
            }
        }
    }

    /// <summary>
    /// Takes away the rows of rejects that have come again. A row goes where all that it stands for came in one step; one that stays for longer
    /// leads to packs that have nothing to show.
    /// </summary>
    public ValueTask ForgetAsync(PartitionId partition, IEnumerable<FoundReject> replayed, CancellationToken cancellationToken)
    {
        var rows =
            from step in replayed.GroupBy(found => (found.Step, found.Attempt))
            from key in RejectKeys.Count(step.Select(found => found.Reject), byDay: true)
            select TableWrite.Delete(Row(key.Key, step.Key.Step, step.Key.Attempt, key.Value));
        return store.WriteAllAsync(Table, HeadStore.Key(partition), rows, cancellationToken);
    }

    /// <summary>Deletes the rows of keys for steps up to one, committed or not.</summary>
    public async ValueTask PurgeAsync(PartitionId partition, IEnumerable<string> keys, long through, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            var rows = RowRange.Prefix($"{key}-") with { Before = Row(key, through + 1) };
            await store.DeleteAsync(Table, HeadStore.Key(partition), rows, cancellationToken);
        }
    }

    private static string Row(string key, long step) => string.Create(CultureInfo.InvariantCulture, $"{key}-{step:D12}-");

    private static string Row(string key, long step, string attempt, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{Row(key, step)}{attempt}-{count:D8}");

    private static ReadOnlyMemory<byte> Encode(PartitionId partition, string row, List<PackPlace> packs)
    {
        var buffer = new BlockBuffer();
        buffer.WriteVarUInt64(packs.Count);
        foreach (var (pack, position, place) in packs)
        {
            buffer.WriteVarUInt64(pack);
            buffer.WriteVarUInt64(position);
            buffer.WriteVarUInt64(place);
        }
        buffer.WriteUInt64(NamedHash.Compute(Name(partition, row), buffer.Written.Span));
        return buffer.Written;
    }

    /// <summary>Reads a row; null where it is damaged, for what it says can be had from the packs.</summary>
    private static List<PackPlace>? Decode(PartitionId partition, string row, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).ReadUInt64() != NamedHash.Compute(Name(partition, row), bytes[..^8]))
        {
            return null;
        }
        var cursor = new BlockCursor(bytes[..^8]);
        var packs = new List<PackPlace>();
        for (var left = cursor.Count(3); left > 0; left--)
        {
            packs.Add(new PackPlace(cursor.ReadVarInt32(), cursor.ReadVarInt64(), cursor.ReadVarInt32()));
        }
        return packs;
    }

    private static string Name(PartitionId partition, string row) => $"{HeadStore.Key(partition)}/{row}";
}
