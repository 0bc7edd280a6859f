using System.Numerics;
using System.Runtime.InteropServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;

namespace Settlement.Ledger.Folding;

/// <summary>
/// Rows with their values, packed as they are stored: the versions of those meters of which a fold must look at the values.
/// Its memory is used again for the next shards.
/// </summary>
internal sealed class RowVersions
{
    private readonly int[] _winners = new int[SettlementDay.MaxPeriods + 1];
    private readonly List<Version> _versions = [];
    private readonly Dictionary<int, int> _cells = [];
    private byte[] _values = [];
    private int _valueBytes;

    /// <summary>Reads rows, slice by slice.</summary>
    /// <param name="store">Where the blocks are.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="rows">Where rows stand.</param>
    /// <param name="numbers">The numbers of the rows wanted; they keep their order here.</param>
    /// <param name="totals">The totals that will be changed; cells are named by their index in them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async ValueTask ReadAsync(
        BlockStore store,
        IReadOnlyList<StoredBlock> blocks,
        MeterRows rows,
        List<int> numbers,
        DayTotals totals,
        CancellationToken cancellationToken
    )
    {
        _valueBytes = 0;
        CollectionsMarshal.SetCount(_versions, numbers.Count);
        var sorted = numbers.ToArray();
        var places = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, places);
        var (piece, reader, slice) = (-1, default(BlockReader), default(SliceRows));
        for (var i = 0; i < sorted.Length; i++)
        {
            var previous = piece;
            while (piece + 1 < rows.Pieces.Count && rows.Pieces[piece + 1].FirstNumber <= sorted[i])
            {
                piece++;
            }
            var at = rows.Pieces[piece];
            if (reader?.Block != blocks[at.Block])
            {
                reader = store.Open(blocks[at.Block]);
                _cells.Clear();
            }

            if (piece != previous)
            {
                slice = await reader.RowsAsync(at.Slice, await reader.IdsAsync(at.Slice, cancellationToken), cancellationToken);
            }
            var (cells, events) = (await reader.CellsAsync(cancellationToken), await reader.EventsAsync(cancellationToken));
            var row = at.FirstRow + sorted[i] - at.FirstNumber;
            var cell = slice!.Cell(row);
            if (!_cells.TryGetValue(cell, out var known))
            {
                _cells.Add(cell, known = totals.IndexOf(cells[cell]));
            }
            var e = events[slice.Event(row)];
            var key = new VersionKey(slice.Revision(row), e.Enqueued, reader.Block.Id.Partition, e.Position, slice.Place(row));
            _versions[places[i]] = Keep(slice, row, key, known);
        }
    }

    /// <summary>Takes from totals what the versions of a meter carry for periods in which another one wins.</summary>
    /// <param name="start">The first of the meter's versions.</param>
    /// <param name="end">The end of them.</param>
    /// <param name="totals">The totals.</param>
    public void SubtractReplaced(int start, int end, DayTotals totals)
    {
        var versions = CollectionsMarshal.AsSpan(_versions);
        FillWinners(start, end);
        for (var i = start; i < end; i++)
        {
            var values = Values(versions[i]);
            var nulls = values.Nulls;
            for (var index = 0; index < versions[i].Length; index++)
            {
                var period = versions[i].First + index;
                if ((nulls & (1UL << index)) == 0 && _winners[period] != i)
                {
                    totals.Add(versions[i].Cell, values.Quality(index).Class(), period, values.WattHours(index), -1);
                }
            }
        }
    }

    /// <summary>Finds where the winner of a period has another flow than a version of the same revision that lost to it.</summary>
    /// <param name="start">The first of the meter's versions.</param>
    /// <param name="end">The end of them.</param>
    /// <param name="cells">The totals in which cells have their index.</param>
    /// <returns>The first such period, how many there are, and the cells of winner and loser; nothing where there is none.</returns>
    public FlowChange? FindFlowChange(int start, int end, DayTotals cells)
    {
        var versions = CollectionsMarshal.AsSpan(_versions);
        var mixed = false;
        for (var i = start + 1; i < end; i++)
        {
            mixed |= cells.Cells[versions[i].Cell].Flow != cells.Cells[versions[start].Cell].Flow;
        }
        if (!mixed)
        {
            return null;
        }

        FillWinners(start, end);
        var (periods, first, winning, losing) = (0UL, int.MaxValue, 0, 0);
        for (var i = start; i < end; i++)
        {
            var nulls = Values(versions[i]).Nulls;
            for (var index = 0; index < versions[i].Length; index++)
            {
                var period = versions[i].First + index;
                if ((nulls & (1UL << index)) != 0)
                {
                    continue;
                }
                ref readonly var winner = ref versions[_winners[period]];
                if (winner.Key.Revision != versions[i].Key.Revision || cells.Cells[winner.Cell].Flow == cells.Cells[versions[i].Cell].Flow)
                {
                    continue;
                }
                periods |= 1UL << period;
                if (period < first)
                {
                    (first, winning, losing) = (period, _winners[period], i);
                }
            }
        }

        return periods == 0
            ? null
            : new FlowChange(first, BitOperations.PopCount(periods), versions[winning].Key, versions[winning].Cell, versions[losing].Cell);
    }

    /// <summary>Finds what wins for a meter in each period.</summary>
    /// <param name="start">The first of the meter's versions.</param>
    /// <param name="end">The end of them.</param>
    /// <param name="reach">What counts of the versions.</param>
    /// <param name="winners">Gets the winner of each period from 1; the first entry is unused.</param>
    public void FindWinners(int start, int end, CutReach reach, Span<WinningValue> winners)
    {
        winners.Clear();
        for (var i = start; i < end; i++)
        {
            ref readonly var version = ref CollectionsMarshal.AsSpan(_versions)[i];
            if (!reach.Has(version.Key, version.First, version.Length))
            {
                continue;
            }
            var values = Values(version);
            var nulls = values.Nulls;
            for (var index = 0; index < version.Length; index++)
            {
                ref var winner = ref winners[version.First + index];
                if ((nulls & (1UL << index)) == 0 && (!winner.Exists || version.Key > winner.Key))
                {
                    winner = new WinningValue(true, version.Key, version.Cell, values.Quality(index), values.WattHours(index));
                }
            }
        }
    }

    /// <summary>The versions of a meter as objects of their own.</summary>
    /// <param name="mpan">The meter.</param>
    /// <param name="start">The first of its versions.</param>
    /// <param name="end">The end of them.</param>
    /// <param name="totals">The totals in which cells have their index.</param>
    public IEnumerable<MeterVersion> ReadVersions(Mpan mpan, int start, int end, DayTotals totals)
    {
        for (var i = start; i < end; i++)
        {
            var version = _versions[i];
            yield return new MeterVersion(
                mpan,
                totals.Cells[version.Cell],
                version.Key,
                version.First,
                Values(version).AllWattHours(),
                Values(version).AllQualities()
            );
        }
    }

    /// <summary>For each period, the number of the version that wins; −1 for none.</summary>
    private void FillWinners(int start, int end)
    {
        var versions = CollectionsMarshal.AsSpan(_versions);
        Array.Fill(_winners, -1);
        for (var i = start; i < end; i++)
        {
            var nulls = Values(versions[i]).Nulls;
            for (var index = 0; index < versions[i].Length; index++)
            {
                ref var winner = ref _winners[versions[i].First + index];
                if ((nulls & (1UL << index)) == 0 && (winner < 0 || versions[i].Key > versions[winner].Key))
                {
                    winner = i;
                }
            }
        }
    }

    private Version Keep(SliceRows slice, int row, VersionKey key, int cell)
    {
        var values = slice.Values(row);
        if (_values.Length - _valueBytes < values.Packed.Length)
        {
            Array.Resize(ref _values, Math.Max(64 * 1024, 2 * _values.Length));
        }
        values.Packed.CopyTo(_values.AsSpan(_valueBytes));
        var version = new Version(key, cell, _valueBytes, (byte)slice.Ids.First(row), (byte)values.Length, values.Form, values.One);
        _valueBytes += values.Packed.Length;
        return version;
    }

    private RowValues Values(in Version version) =>
        new(_values.AsSpan(version.Offset, PackedRow.Size(version.Form, version.Length)), version.Form, version.Length, version.Quality);

    private readonly record struct Version(VersionKey Key, int Cell, int Offset, byte First, byte Length, byte Form, Quality Quality);
}
