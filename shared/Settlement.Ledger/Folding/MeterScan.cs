using System.Runtime.CompilerServices;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;

namespace Settlement.Ledger.Folding;

/// <summary>Meters of some shards with their versions. It is overwritten by what is read next.</summary>
/// <param name="EndShard">The end of the shards.</param>
/// <param name="LookedAt">How many rows the shards have, wanted or not.</param>
/// <param name="Versions">The versions.</param>
/// <param name="Meters">The meters, ascending, each with the first of its versions and the end of them.</param>
internal readonly record struct ScannedMeters(
    int EndShard,
    int LookedAt,
    RowVersions Versions,
    List<(int Start, int End, Mpan Mpan)> Meters
);

/// <summary>Reads the meters of a day with their versions, as many shards at a time as have about so many rows, so that memory does not grow with the day.</summary>
internal sealed class MeterScan
{
    /// <summary>About how many rows are looked at together; without their values a row takes 24 bytes.</summary>
    public const int RowsAtOnce = 2_000_000;

    /// <summary>About how many rows are looked at together with their values.</summary>
    public const int VersionsAtOnce = 250_000;

    private readonly BlockStore _store;
    private readonly IReadOnlyList<StoredBlock> _blocks;
    private readonly int _shardsAtOnce;

    /// <param name="store">Where the blocks are.</param>
    /// <param name="blocks">The blocks of the day.</param>
    /// <param name="rowsAtOnce">About how many rows are looked at together.</param>
    public MeterScan(BlockStore store, IReadOnlyList<StoredBlock> blocks, long rowsAtOnce)
    {
        (_store, _blocks) = (store, blocks);
        var rowsPerShard = Math.Max(1, blocks.Sum(block => (long)block.Header.Rows) / MeterShard.Count);
        _shardsAtOnce = (int)Math.Clamp(rowsAtOnce / rowsPerShard, 1, MeterShard.Count);
    }

    /// <summary>Reads shards.</summary>
    /// <param name="shards">The first shard and the end of them.</param>
    /// <param name="wanted">Asked for the rows of some shards, tells which meters are read with their values, by the end of a meter's rows and whether two of them overlap.</param>
    /// <param name="cells">Gets the cells of the versions, which name them by their index.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<ScannedMeters> ReadAsync(
        (int First, int End) shards,
        Func<MeterRows, Func<int, bool, bool>> wanted,
        DayTotals cells,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (rows, versions) = (new MeterRows(), new RowVersions());
        var (numbers, meters) = (new List<int>(), new List<(int Start, int End, Mpan Mpan)>());
        for (var shard = shards.First; shard < shards.End; shard += _shardsAtOnce)
        {
            var endShard = Math.Min(shard + _shardsAtOnce, shards.End);
            await rows.ReadAsync(_store, _blocks, shard, endShard, cancellationToken);
            numbers.Clear();
            meters.Clear();
            var isWanted = wanted(rows);
            for (var start = 0; start < rows.Count; )
            {
                var end = rows.EndOfMeter(start, out var overlap);
                if (isWanted(end, overlap))
                {
                    meters.Add((numbers.Count, numbers.Count + end - start, rows.MpanAt(start)));
                    for (var row = start; row < end; row++)
                    {
                        numbers.Add(rows.NumberAt(row));
                    }
                }

                start = end;
            }

            await versions.ReadAsync(_store, _blocks, rows, numbers, cells, cancellationToken);
            yield return new ScannedMeters(endShard, rows.Count, versions, meters);
        }
    }
}
