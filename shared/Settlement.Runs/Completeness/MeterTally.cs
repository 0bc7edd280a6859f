using System.Runtime.InteropServices;
using Settlement.Domain.Completeness;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;

namespace Settlement.Runs.Completeness;

/// <summary>Counts meters, their values and their energy by supplier, GSP Group and segment, meter by meter, in memory that grows with the cells alone.</summary>
internal sealed class MeterTally
{
    private readonly Dictionary<(string Supplier, string GspGroup, MarketSegment Segment), int> _index = [];
    private readonly List<(int Key, long Actual, long Estimated)> _cells = [];
    private readonly List<(long Meters, long Values, long LastMeter)> _keys = [];
    private long _meter;

    /// <summary>The cells that values name by their index.</summary>
    public DayTotals Cells { get; } = new();

    /// <summary>Adds a meter with what wins in its periods.</summary>
    public void AddMeter(ReadOnlySpan<WinningValue> winners)
    {
        _meter++;
        foreach (ref readonly var winner in winners)
        {
            if (!winner.Exists)
            {
                continue;
            }
            ref var cell = ref Cell(winner.Cell);
            var wattHours = Cells.Cells[winner.Cell].Flow == Flow.Import ? winner.WattHours : -winner.WattHours;
            if (winner.Quality.Class() == QualityClass.Actual)
            {
                cell.Actual = checked(cell.Actual + wattHours);
            }
            else
            {
                cell.Estimated = checked(cell.Estimated + wattHours);
            }
            ref var key = ref CollectionsMarshal.AsSpan(_keys)[cell.Key];
            key.Values++;
            if (key.LastMeter != _meter)
            {
                (key.Meters, key.LastMeter) = (key.Meters + 1, _meter);
            }
        }
    }

    /// <summary>What was counted, by supplier, GSP Group and segment.</summary>
    public IReadOnlyList<ReceivedMeters> Received() =>
        [
            .. _index
                .OrderBy(key => key.Key.Supplier, StringComparer.Ordinal)
                .ThenBy(key => key.Key.GspGroup, StringComparer.Ordinal)
                .ThenBy(key => key.Key.Segment)
                .Select(key => new ReceivedMeters(
                    key.Key.Supplier,
                    key.Key.GspGroup,
                    key.Key.Segment,
                    _keys[key.Value].Meters,
                    _cells.Where(cell => cell.Key == key.Value).Sum(cell => cell.Actual),
                    _cells.Where(cell => cell.Key == key.Value).Sum(cell => cell.Estimated),
                    _keys[key.Value].Values
                ))
                .Where(row => row.Meters > 0),
        ];

    private ref (int Key, long Actual, long Estimated) Cell(int cell)
    {
        while (_cells.Count <= cell)
        {
            var of = Cells.Cells[_cells.Count];
            if (!_index.TryGetValue((of.Supplier, of.GspGroup, of.Segment), out var key))
            {
                _index.Add((of.Supplier, of.GspGroup, of.Segment), key = _keys.Count);
                _keys.Add((0, 0, 0));
            }

            _cells.Add((key, 0, 0));
        }

        return ref CollectionsMarshal.AsSpan(_cells)[cell];
    }
}
