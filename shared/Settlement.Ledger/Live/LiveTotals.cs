using System.Runtime.InteropServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Live;

/// <summary>What a live sum is of.</summary>
/// <param name="Subject">A GSP Group, or a supplier.</param>
/// <param name="Flow">Import or export.</param>
/// <param name="Quality">Actual or estimated.</param>
public readonly record struct LiveKey(string Subject, Flow Flow, QualityClass Quality);

/// <summary>Watt-hours, and how many values they come from.</summary>
public readonly record struct LiveSum(long WattHours, long Values);

/// <summary>
/// What has arrived for a Settlement Day, coarsely: by GSP Group and period, and by supplier over the day. Every version that was accepted
/// counts, corrections and repetitions too; which of them win is for a run to say.
/// </summary>
public sealed class LiveTotals
{
    private const int Periods = SettlementDay.MaxPeriods;

    private readonly Dictionary<LiveKey, LiveSum[]> _groups = [];
    private readonly Dictionary<LiveKey, LiveSum> _suppliers = [];

    /// <summary>By GSP Group, for each period from period 1 on; there are always <see cref="SettlementDay.MaxPeriods"/>.</summary>
    public IReadOnlyDictionary<LiveKey, LiveSum[]> Groups => _groups;

    /// <summary>By supplier, over the day.</summary>
    public IReadOnlyDictionary<LiveKey, LiveSum> Suppliers => _suppliers;

    /// <summary>Adds all of another part.</summary>
    /// <exception cref="OverflowException">A sum is beyond 64 bits.</exception>
    public void Add(LiveTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (key, sums) in other._groups)
        {
            var mine = Group(key);
            for (var i = 0; i < Periods; i++)
            {
                mine[i] = Sum(mine[i], sums[i]);
            }
        }

        foreach (var (key, sum) in other._suppliers)
        {
            AddSupplier(key, sum);
        }
    }

    /// <summary>The sums of a day's totals.</summary>
    public static LiveTotals FromTotals(DayTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var live = new LiveTotals();
        for (var period = 1; period <= Periods; period++)
        {
            foreach (var total in totals.CellsInPeriod(period))
            {
                var sum = new LiveSum(total.WattHours, total.Values);
                ref var group = ref live.Group(new LiveKey(total.Cell.GspGroup, total.Cell.Flow, total.Quality))[period - 1];
                group = Sum(group, sum);
                live.AddSupplier(new LiveKey(total.Cell.Supplier, total.Cell.Flow, total.Quality), sum);
            }
        }

        return live;
    }

    /// <summary>The sums of a batch, by day; several cells at a time, none of its rows.</summary>
    internal static SortedDictionary<int, LiveTotals> FromBatch(ReadingBatch batch)
    {
        var days = new SortedDictionary<int, LiveTotals>();
        var (totals, live, day) = (batch.Totals, default(LiveTotals), 0);
        for (var i = 0; i < totals.Used.Length; i++)
        {
            // What was taken back leaves a cell without a value, and perhaps a day without a row.
            if (!totals.Changes(i).ContainsAnyExcept(0))
            {
                continue;
            }
            var (cell, quality) = (batch.Cells[totals.Used[i] / 2], (QualityClass)(totals.Used[i] & 1));
            if ((live is null || day != cell.Day) && !days.TryGetValue(day = cell.Day, out live))
            {
                days.Add(day, live = new LiveTotals());
            }
            live.Add(cell.Cell.GspGroup, cell.Cell.Supplier, cell.Cell.Flow, quality, totals.WattHours(i), totals.Changes(i));
        }

        return days;
    }

    /// <summary>Writes the sums in a form that depends on nothing but their figures.</summary>
    internal void Write(BlockBuffer buffer)
    {
        Span<long> column = stackalloc long[Periods];
        buffer.WriteVarUInt64(_groups.Count);
        foreach (var (key, sums) in _groups.OrderBy(group => group.Key, Order))
        {
            Write(buffer, key);
            for (var i = 0; i < Periods; i++)
            {
                column[i] = sums[i].WattHours;
            }
            buffer.Column(column);
            for (var i = 0; i < Periods; i++)
            {
                column[i] = sums[i].Values;
            }
            buffer.Column(column);
        }

        buffer.WriteVarUInt64(_suppliers.Count);
        foreach (var (key, sum) in _suppliers.OrderBy(supplier => supplier.Key, Order))
        {
            Write(buffer, key);
            buffer.WriteZigZag(sum.WattHours);
            buffer.WriteVarUInt64(sum.Values);
        }
    }

    /// <summary>Reads what <see cref="Write(BlockBuffer)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    internal static LiveTotals Read(ref BlockCursor cursor, ReadOnlySpan<byte> bytes)
    {
        var live = new LiveTotals();
        for (var left = cursor.Count(); left > 0; left--)
        {
            var sums = live.Group(ReadKey(ref cursor));
            var (wattHours, values) = (cursor.Column(Periods, long.MinValue, long.MaxValue), cursor.Column(Periods, 0, long.MaxValue));
            for (var i = 0; i < Periods; i++)
            {
                sums[i] = new LiveSum(wattHours.At(bytes, i), values.At(bytes, i));
            }
        }

        for (var left = cursor.Count(); left > 0; left--)
        {
            live.AddSupplier(ReadKey(ref cursor), new LiveSum(cursor.ReadZigZag(), cursor.ReadVarInt64()));
        }
        return live;
    }

    private static readonly Comparer<LiveKey> Order = Comparer<LiveKey>.Create(
        (x, y) =>
        {
            var order = string.CompareOrdinal(x.Subject, y.Subject);
            return order != 0 ? order : (x.Flow, x.Quality).CompareTo((y.Flow, y.Quality));
        }
    );

    private static void Write(BlockBuffer buffer, LiveKey key)
    {
        buffer.Text(key.Subject);
        buffer.WriteByte((byte)(((int)key.Flow << 1) | (int)key.Quality));
    }

    private static LiveKey ReadKey(ref BlockCursor cursor)
    {
        var (of, kind) = (cursor.Text(), cursor.ReadByte());
        return new LiveKey(of, (Flow)(kind >> 1), (QualityClass)(kind & 1));
    }

    private static LiveSum Sum(LiveSum x, LiveSum y) => new(checked(x.WattHours + y.WattHours), checked(x.Values + y.Values));

    private void Add(
        string gspGroup,
        string supplier,
        Flow flow,
        QualityClass quality,
        ReadOnlySpan<long> wattHours,
        ReadOnlySpan<int> changes
    )
    {
        var sums = Group(new LiveKey(gspGroup, flow, quality));
        var (day, values) = (default(LiveSum), 0L);
        for (var i = 0; i < Periods; i++)
        {
            values += changes[i];
            var sum = new LiveSum(wattHours[i], values);
            sums[i] = Sum(sums[i], sum);
            day = Sum(day, sum);
        }

        AddSupplier(new LiveKey(supplier, flow, quality), day);
    }

    private LiveSum[] Group(LiveKey key)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out _);
        return sums ??= new LiveSum[Periods];
    }

    private void AddSupplier(LiveKey key, LiveSum sum)
    {
        ref var mine = ref CollectionsMarshal.GetValueRefOrAddDefault(_suppliers, key, out _);
        mine = Sum(mine, sum);
    }
}
