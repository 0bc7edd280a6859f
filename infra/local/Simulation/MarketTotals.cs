using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Local.Simulation;

/// <summary>Sums over the winners; the only memory that grows with the days, and it does not grow with the meters.</summary>
internal sealed class MarketTotals(int groups, int days, LossTable losses)
{
    private const int Stride = SettlementDay.MaxPeriods + 1;
    private static readonly int Suppliers = MadeUpMarket.Suppliers.Length;
    private static readonly int Segments = CodeText.Codes<MarketSegment>().Count;

    // Wh times factor in thousandths: a whole number of mWh, exact.
    private readonly long[] _group = new long[groups * days * Stride];
    private readonly long[] _supplier = new long[Suppliers * days * Stride];
    private readonly long[] _actual = new long[days * Suppliers * groups * Segments];
    private readonly long[] _estimated = new long[days * Suppliers * groups * Segments];
    private readonly long[] _winners = new long[days];

    public void Add(in SimulatedMeter meter, int supplier, int day, int period, long signedWh, QualityClass quality)
    {
        var withLosses = signedWh * losses.Factor(meter.Distributor, meter.LossClass, day, period);
        _group[At(meter.Group, day, period)] += withLosses;
        _supplier[At(supplier, day, period)] += withLosses;
        (quality == QualityClass.Actual ? _actual : _estimated)[Cell(day, supplier, meter.Group, meter.Segment)] += signedWh;
        _winners[day]++;
    }

    /// <summary>Loss-adjusted mWh of a GSP Group.</summary>
    public long OfGroup(int group, int day, int period) => _group[At(group, day, period)];

    /// <summary>Loss-adjusted mWh of a supplier in all GSP Groups.</summary>
    public long OfSupplier(int supplier, int day, int period) => _supplier[At(supplier, day, period)];

    /// <summary>Values that win on a day.</summary>
    public long Winners(int day) => _winners[day];

    /// <summary>Wh as metered, import positive.</summary>
    public (long Actual, long Estimated) Metered(int day, int supplier, int group, MarketSegment segment) =>
        (_actual[Cell(day, supplier, group, segment)], _estimated[Cell(day, supplier, group, segment)]);

    private int At(int row, int day, int period) => (((row * days) + day) * Stride) + period;

    private int Cell(int day, int supplier, int group, MarketSegment segment) =>
        ((((day * Suppliers) + supplier) * groups) + group) * Segments + (int)segment;
}
