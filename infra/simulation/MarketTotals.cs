using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>Sums over the winners; the only memory that grows with the days, and it does not grow with the meters.</summary>
public sealed class MarketTotals(Cast cast, int days, LossTable losses)
{
    private const int Stride = SettlementDay.MaxPeriods + 1;
    private static readonly int Segments = CodeText.Codes<MarketSegment>().Count;

    // Wh times factor in thousandths: a whole number of mWh, exact.
    private readonly long[] _group = new long[cast.Groups.Length * days * Stride];
    private readonly long[] _supplier = new long[cast.Suppliers.Length * days * Stride];
    private readonly long[] _actual = new long[days * cast.Suppliers.Length * cast.Groups.Length * Segments];
    private readonly long[] _estimated = new long[days * cast.Suppliers.Length * cast.Groups.Length * Segments];
    private readonly long[] _winners = new long[days];

    public void Add(in SimulatedMeter meter, int supplier, int day, int period, long signedWh, QualityClass quality) =>
        Add(new MeterClass(meter.Group, supplier, meter.Distributor, meter.LossClass, meter.Segment), day, period, signedWh, quality, 1);

    /// <summary>Adds several values of one period, summed up already.</summary>
    public void Add(in MeterClass of, int day, int period, long signedWh, QualityClass quality, long values)
    {
        var withLosses = signedWh * losses.Factor(of.Distributor, of.LossClass, day, period);
        _group[At(of.Group, day, period)] += withLosses;
        _supplier[At(of.Supplier, day, period)] += withLosses;
        (quality == QualityClass.Actual ? _actual : _estimated)[Cell(day, of.Supplier, of.Group, of.Segment)] += signedWh;
        _winners[day] += values;
    }

    /// <summary>Loss-adjusted mWh of a GSP Group.</summary>
    public long GetGroupTotal(int group, int day, int period) => _group[At(group, day, period)];

    /// <summary>Loss-adjusted mWh of a supplier in all GSP Groups.</summary>
    public long GetSupplierTotal(int supplier, int day, int period) => _supplier[At(supplier, day, period)];

    /// <summary>Values that win on a day.</summary>
    public long Winners(int day) => _winners[day];

    /// <summary>Wh as metered, import positive.</summary>
    public (long Actual, long Estimated) Metered(int day, int supplier, int group, MarketSegment segment) =>
        (_actual[Cell(day, supplier, group, segment)], _estimated[Cell(day, supplier, group, segment)]);

    private int At(int row, int day, int period) => (((row * days) + day) * Stride) + period;

    private int Cell(int day, int supplier, int group, MarketSegment segment) =>
        ((((day * cast.Suppliers.Length) + supplier) * cast.Groups.Length) + group) * Segments + (int)segment;
}
