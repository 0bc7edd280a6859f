using System.Globalization;
using System.Runtime.CompilerServices;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Storage;

namespace Settlement.Ledger.Rejects;

/// <summary>A stored pack of a committed step.</summary>
internal sealed record StoredPack(long Step, string Attempt, int Number, List<Reject> Rejects);

/// <summary>The packs that hold the rejects of head steps, under step and attempt.</summary>
internal sealed class RejectPacks(ITableStore store, HeadStore heads)
{
    private const string Table = "rejects";

    /// <summary>Writes the rejects of a step that is not yet committed.</summary>
    /// <returns>The packs, in the order of the rejects.</returns>
    public async ValueTask<IReadOnlyList<PackedRejects>> WriteAsync(
        PartitionId partition,
        long step,
        string attempt,
        IReadOnlyList<Reject> rejects,
        CancellationToken cancellationToken
    )
    {
        var packs = RejectPack.Write(StepName(step, attempt), rejects).ToList();
        await store.WriteAllAsync(
            Table,
            HeadStore.Key(partition),
            packs.SelectMany(pack => TableBlobs.Cut(pack.Name, pack.Value)),
            cancellationToken
        );
        return packs;
    }

    /// <summary>Reads one pack; it has no rejects where it was purged.</summary>
    /// <exception cref="DamagedBlockException">It is not what was written.</exception>
    public async ValueTask<List<Reject>> ReadAsync(
        PartitionId partition,
        long step,
        string attempt,
        int pack,
        CancellationToken cancellationToken
    )
    {
        var name = RejectPack.Name(StepName(step, attempt), pack);
        await foreach (var (_, value) in ReadValuesAsync(partition, RowRange.Prefix($"{name}-"), cancellationToken))
        {
            return Decode(partition, name, value);
        }
        return [];
    }

    /// <summary>Reads the rejects of one attempt at a step, in the order of their arrival.</summary>
    /// <exception cref="DamagedBlockException">They are not what was written.</exception>
    public async ValueTask<List<Reject>> ReadStepAsync(
        PartitionId partition,
        long step,
        string attempt,
        CancellationToken cancellationToken
    )
    {
        var rejects = new List<Reject>();
        var rows = RowRange.Prefix($"{StepName(step, attempt)}-");
        await foreach (var (name, value) in ReadValuesAsync(partition, rows, cancellationToken))
        {
            rejects.AddRange(Decode(partition, name, value));
        }
        return rejects;
    }

    /// <summary>Reads all packs of committed steps from one on, in the order of their arrival.</summary>
    /// <exception cref="DamagedBlockException">They are not what was written.</exception>
    public async IAsyncEnumerable<StoredPack> ReadAllAsync(
        PartitionId partition,
        long fromStep,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var steps = new StepLookup(heads, partition);
        var rows = RowRange.All with { From = StepName(fromStep, string.Empty) };
        await foreach (var (name, value) in ReadValuesAsync(partition, rows, cancellationToken))
        {
            var parts = name.Split('-');
            var step = long.Parse(parts[0], CultureInfo.InvariantCulture);
            if ((await steps.FindAsync(step, cancellationToken))?.Attempt == parts[1])
            {
                yield return new StoredPack(
                    step,
                    parts[1],
                    int.Parse(parts[2], CultureInfo.InvariantCulture),
                    Decode(partition, name, value)
                );
            }
        }
    }

    /// <summary>Deletes what is stored for steps up to one, committed or not.</summary>
    /// <returns>How many rows were deleted.</returns>
    public ValueTask<int> PurgeAsync(PartitionId partition, long through, CancellationToken cancellationToken) =>
        store.DeleteAsync(
            Table,
            HeadStore.Key(partition),
            RowRange.All with
            {
                Before = StepName(through + 1, string.Empty),
            },
            cancellationToken
        );

    private static string StepName(long step, string attempt) => string.Create(CultureInfo.InvariantCulture, $"{step:D12}-{attempt}");

    private static List<Reject> Decode(PartitionId partition, string name, ReadOnlyMemory<byte> value)
    {
        try
        {
            return RejectPack.Read(name, value);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new DamagedBlockException($"{HeadStore.Key(partition)}/{name}", "rejects", e);
        }
    }

    /// <summary>Reads stored values, each put together from its rows.</summary>
    private async IAsyncEnumerable<(string Name, ReadOnlyMemory<byte> Value)> ReadValuesAsync(
        PartitionId partition,
        RowRange rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (open, value) = ((string?)null, new MemoryStream());
        await foreach (var entry in store.QueryAsync(Table, HeadStore.Key(partition), rows, cancellationToken))
        {
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
