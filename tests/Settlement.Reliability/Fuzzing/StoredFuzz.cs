using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Reliability.Support;
using Settlement.Storage;

namespace Settlement.Reliability.Fuzzing;

/// <summary>
/// Spoils stored rows: blocks with their totals, market inputs, rejects, parts of a run's fold. Whoever reads them is told that they are damaged,
/// with their names; never another figure, another exception or much memory.
/// </summary>
internal sealed class StoredFuzz(Tally counts)
{
    /// <summary>So many neighbouring seeds share a ledger.</summary>
    private const int InputsEach = 1_600;

    /// <summary>However damaged the bytes, reading takes little more than reading the whole does.</summary>
    private const long BytesMore = 512 * 1024;

    private (long Number, StoredSample Sample) _kept = (long.MinValue, null!);

    /// <summary>Tries one input.</summary>
    /// <exception cref="FuzzFindingException">It was treated wrongly.</exception>
    public void Try(long seed)
    {
        var number = Math.DivRem(seed, InputsEach).Quotient;
        if (_kept.Number != number)
        {
            _kept = (number, StoredSample.Make(number));
        }
        var random = SeededRandom.Create(seed);
        var sample = _kept.Sample;
        var row = sample.Rows[random.Next(sample.Rows.Count)];
        var good = row.Entry.Value.ToArray();
        var other = sample.Rows[random.Next(sample.Rows.Count)];
        // Rows of the same kind are the ones that could pass for each other.
        for (var tries = 0; tries < 8 && (other.Table != row.Table || other.Entry.Row[0] != row.Entry.Row[0] || other == row); tries++)
        {
            other = sample.Rows[random.Next(sample.Rows.Count)];
        }
        var kind = "spoilt";
        byte[]? bytes;
        // A part of a fold that is gone stops its run as one that was purged does; a list of rejects cannot miss what no row speaks of.
        if (random.Next(25) == 0 && row.Table is "blocks" or "market")
        {
            (bytes, kind) = (null, "missing");
        }
        else
        {
            bytes = new Mutator(random).Bytes(good, other.Entry.Value.ToArray(), mutation => counts.Count($"mutation {mutation}"));
        }

        counts.Count($"input {row.Table}");
        Check(seed, sample, row, bytes, kind);
    }

    private void Check(long seed, StoredSample sample, StoredRow row, byte[]? bytes, string kind)
    {
        var (whole, usual) = sample.Whole(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var said = sample.Spoilt(row, bytes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var what =
            $"the {kind} row '{row.Entry.Row}' of '{row.Partition}' in '{row.Table}' ({row.Entry.Value.Length} bytes, now {bytes?.Length ?? 0})";
        if (allocated > (2 * usual) + BytesMore + (16 * (bytes?.Length ?? 0)))
        {
            throw new FuzzFindingException(seed, $"{what} took {allocated} bytes of memory to read, {usual} when whole.");
        }
        for (var i = 0; i < said.Count; i++)
        {
            if (said[i].Ended is not null and not DamagedBlockException and not TableDamagedException and not LedgerDataMissingException)
            {
                throw new FuzzFindingException(
                    seed,
                    $"{what} ended in {said[i].Ended!.GetType().Name}: {said[i].Ended!.Message}",
                    said[i].Ended
                );
            }
            if (said[i].Ended is DamagedBlockException damage && !Names(damage, row))
            {
                throw new FuzzFindingException(seed, $"{what} is told without its name: {damage.Message}", damage);
            }
            if (said[i].Text is { } text && text != whole[i])
            {
                throw new FuzzFindingException(seed, $"{what} was not noticed and changes what is read.");
            }
        }

        var noticed = said.Any(each => each.Ended is not null);
        if (!noticed && (bytes is null || !row.Entry.Value.Span.SequenceEqual(bytes)))
        {
            throw new FuzzFindingException(seed, $"{what} was not noticed.");
        }
        counts.Count(noticed ? $"{row.Table}: found damaged or missing" : $"{row.Table}: left as it was by its mutation");
    }

    /// <summary>The message has the row's partition and the mark of the attempt that wrote it, and a part.</summary>
    private static bool Names(DamagedBlockException damage, StoredRow row) =>
        damage.Message.Contains(row.Partition, StringComparison.Ordinal)
        && (
            row.Table == "results"
            || row.Entry.Row.Split('-').Any(piece => piece.Length == 12 && damage.Message.Contains(piece, StringComparison.Ordinal))
        );
}
