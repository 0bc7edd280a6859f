using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Storage;

namespace Settlement.Ledger.Doubts;

/// <summary>
/// The doubts of readings by day and partition. They belong to a head step as blocks do: what a crash left of an uncommitted step is in no list, and
/// neither is its release of a value.
/// </summary>
public sealed class DoubtStore(ITableStore store, HeadStore heads)
{
    private const string Table = "doubts";
    private const string DaysPartition = "days";
    private const string DoubtPrefix = "d-";
    private const string ReleasePrefix = "r-";

    /// <summary>Writes the doubts of a step that is not yet committed.</summary>
    internal async ValueTask WriteAsync(int partition, long step, string attempt, ReadingBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Doubts.Count == 0)
        {
            return;
        }
        var days = new SortedDictionary<int, List<int>>();
        for (var i = 0; i < batch.Doubts.Count; i++)
        {
            var day = batch.Cells[batch.Doubts[i].Cell].Day;
            if (!days.TryGetValue(day, out var doubts))
            {
                days.Add(day, doubts = []);
            }
            doubts.Add(i);
        }

        foreach (var (number, doubts) in days)
        {
            var day = SettlementDay.FromNumber(number);
            var writes = new List<TableWrite>();
            for (var start = 0; start < doubts.Count; start += DoubtPack.MaxDoubts)
            {
                var row = PackRow(step, attempt, writes.Count);
                var length = Math.Min(DoubtPack.MaxDoubts, doubts.Count - start);
                var pack = CollectionsMarshal.AsSpan(doubts).Slice(start, length);
                writes.Add(TableWrite.Insert(row, DoubtPack.Write(Name(day, partition, row), batch, pack)));
            }
            await store.WriteAsync(Table, DaysPartition, [TableWrite.Put(Key(day, partition), default)], cancellationToken);
            await store.WriteAllAsync(Table, Key(day, partition), writes, cancellationToken);
        }
    }

    /// <summary>Marks values as released by a step that is not yet committed.</summary>
    internal async ValueTask WriteReleasesAsync(
        long step,
        string attempt,
        IReadOnlyCollection<Doubt> released,
        CancellationToken cancellationToken
    )
    {
        foreach (var day in released.GroupBy(doubt => (doubt.Id.Day, doubt.Id.Partition)))
        {
            await store.WriteAllAsync(
                Table,
                Key(day.Key.Day, day.Key.Partition),
                day.Select(doubt =>
                    TableWrite.Insert(string.Create(CultureInfo.InvariantCulture, $"{ReleaseRow(doubt.Id)}{step:D12}-{attempt}"), default)
                ),
                cancellationToken
            );
        }
    }

    /// <summary>Looks up a doubt of a committed step, or null where there is none.</summary>
    /// <exception cref="DamagedBlockException">Stored doubts are not what was written.</exception>
    public async ValueTask<StoredDoubt?> FindAsync(DoubtId id, CancellationToken cancellationToken)
    {
        if (await heads.ReadStepAsync(Readings(id.Partition), id.Step, cancellationToken) is not { } step)
        {
            return null;
        }
        var pack = id.Index / DoubtPack.MaxDoubts;
        var row = PackRow(id.Step, step.Attempt, pack);
        if (await store.ReadAsync(Table, Key(id.Day, id.Partition), row, cancellationToken) is not { } entry)
        {
            return null;
        }
        var doubts = Read(id.Day, id.Partition, id.Step, pack, entry);
        if (id.Index % DoubtPack.MaxDoubts is var place && place >= doubts.Count)
        {
            return null;
        }
        var released = await ReleasesAsync(id.Day, id.Partition, long.MaxValue, ReleaseRow(id), cancellationToken);
        return new StoredDoubt(doubts[place], released.TryGetValue((id.Step, id.Index), out var by) ? by : null);
    }

    /// <summary>The doubts of a day and partition up to a head step, in the order of their arrival.</summary>
    /// <exception cref="DamagedBlockException">Stored doubts are not what was written.</exception>
    public async IAsyncEnumerable<StoredDoubt> ReadAsync(
        SettlementDay day,
        int partition,
        long upToStep,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var releases = await ReleasesAsync(day, partition, upToStep, ReleasePrefix, cancellationToken);
        var steps = new StepLookup(heads, Readings(partition));
        await foreach (var entry in store.QueryAsync(Table, Key(day, partition), RowRange.Prefix(DoubtPrefix), cancellationToken))
        {
            var parts = entry.Row.Split('-');
            var step = long.Parse(parts[1], CultureInfo.InvariantCulture);
            if (step > upToStep)
            {
                yield break;
            }
            if ((await steps.FindAsync(step, cancellationToken))?.Attempt != parts[2])
            {
                continue;
            }
            foreach (var doubt in Read(day, partition, step, int.Parse(parts[3], CultureInfo.InvariantCulture), entry))
            {
                yield return new StoredDoubt(doubt, releases.TryGetValue((step, doubt.Id.Index), out var by) ? by : null);
            }
        }
    }

    /// <summary>The values of a day that were released, each with the head step that did it.</summary>
    /// <exception cref="DamagedBlockException">Stored doubts are not what was written.</exception>
    public async ValueTask<IReadOnlyList<StoredDoubt>> ReleasedAsync(
        SettlementDay day,
        IEnumerable<int> partitions,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(partitions);
        var released = new List<StoredDoubt>();
        foreach (var partition in partitions)
        {
            if (
                !await store
                    .QueryAsync(Table, Key(day, partition), RowRange.Prefix(ReleasePrefix), cancellationToken)
                    .AnyAsync(cancellationToken)
            )
            {
                continue;
            }
            await foreach (var doubt in ReadAsync(day, partition, long.MaxValue, cancellationToken))
            {
                if (doubt.ReleasedBy is not null)
                {
                    released.Add(doubt);
                }
            }
        }

        return released;
    }

    /// <summary>The days and partitions that may have doubts, ascending.</summary>
    public async IAsyncEnumerable<(SettlementDay Day, int Partition)> ListDaysAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var entry in store.QueryAsync(Table, DaysPartition, RowRange.All, cancellationToken))
        {
            var cut = entry.Row.LastIndexOf('-');
            yield return (SettlementDay.Parse(entry.Row[..cut]), int.Parse(entry.Row.AsSpan(cut + 1), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Deletes the doubts of a day and partition; a value that still waits can be released no more.</summary>
    public async ValueTask PurgeAsync(SettlementDay day, int partition, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(Table, Key(day, partition), RowRange.All, cancellationToken);
        await store.WriteAsync(Table, DaysPartition, [TableWrite.Delete(Key(day, partition))], cancellationToken);
    }

    private static PartitionId Readings(int partition) => new(Hubs.Readings, partition);

    private static string Key(SettlementDay day, int partition) => BlockId.PartitionKeyOf(day.Number, partition);

    private static string PackRow(long step, string attempt, int pack) =>
        string.Create(CultureInfo.InvariantCulture, $"{DoubtPrefix}{step:D12}-{attempt}-{pack:D5}");

    private static string ReleaseRow(DoubtId id) =>
        string.Create(CultureInfo.InvariantCulture, $"{ReleasePrefix}{id.Step:D12}-{id.Index:D7}-");

    private static string Name(SettlementDay day, int partition, string row) => $"{Key(day, partition)}/{row}";

    private static List<Doubt> Read(SettlementDay day, int partition, long step, int pack, TableEntry entry)
    {
        var name = Name(day, partition, entry.Row);
        try
        {
            return DoubtPack.Read(name, entry.Value, new DoubtId(day, partition, step, pack * DoubtPack.MaxDoubts));
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new DamagedBlockException(name, "doubts", e);
        }
    }

    /// <summary>The releases of committed steps up to one, by the step and index of the value.</summary>
    private async ValueTask<Dictionary<(long Step, int Index), long>> ReleasesAsync(
        SettlementDay day,
        int partition,
        long upToStep,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var releases = new Dictionary<(long Step, int Index), long>();
        var attempts = new Dictionary<long, string?>();
        await foreach (var entry in store.QueryAsync(Table, Key(day, partition), RowRange.Prefix(prefix), cancellationToken))
        {
            var parts = entry.Row.Split('-');
            var by = long.Parse(parts[3], CultureInfo.InvariantCulture);
            if (by > upToStep)
            {
                continue;
            }
            if (!attempts.TryGetValue(by, out var attempt))
            {
                attempt = (await heads.ReadStepAsync(Readings(partition), by, cancellationToken))?.Attempt;
                attempts.Add(by, attempt);
            }
            if (attempt == parts[4])
            {
                releases[(long.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture))] = by;
            }
        }

        return releases;
    }
}
