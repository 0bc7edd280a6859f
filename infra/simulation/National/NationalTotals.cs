using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Simulation.National;

/// <summary>What one worker adds up of the winners: watt-hours by class of meter, quality and period. Its size depends on the cast alone.</summary>
public sealed class NationalTotals(Cast cast)
{
    private const int Stride = SettlementDay.MaxPeriods;
    private const int Qualities = 2;
    private static readonly int Segments = CodeText.Codes<MarketSegment>().Count;
    private static readonly int Classes = LossClass.All.Length;

    private readonly long[] _wattHours = new long[cast.Groups.Length * cast.Suppliers.Length * 2 * Classes * Segments * Qualities * Stride];
    private readonly int[] _meters = new int[cast.Groups.Length * cast.Suppliers.Length * Segments];

    /// <summary>Registers a meter with its supplier.</summary>
    public void Register(in SimulatedMeter meter) => _meters[Registration(meter.Supplier, meter.Group, meter.Segment)]++;

    /// <summary>Adds a message that wins in all its periods.</summary>
    public void Add(ReadingMessage message)
    {
        var meter = message.Meter;
        var sign = message.Flow == Flow.Export ? -1 : 1;
        var own = meter.Distributor == SyntheticMarket.IndependentDistributor ? 1 : 0;
        var cell =
            (((((meter.Group * cast.Suppliers.Length) + message.Supplier) * 2) + own) * Classes + meter.LossClass) * Segments
            + (int)meter.Segment;
        if (!message.Mixed)
        {
            var sums = _wattHours.AsSpan(((cell * Qualities) + (int)message.Qualities[0].Class()) * Stride, Stride);
            var values = message.Wh.AsSpan(0, message.Count);
            for (var i = 0; i < values.Length; i++)
            {
                sums[i] += sign * values[i];
            }
            return;
        }

        for (var i = 0; i < message.Count; i++)
        {
            _wattHours[(((cell * Qualities) + (int)message.Qualities[i].Class()) * Stride) + i] += sign * message.Wh[i];
        }
    }

    /// <summary>Adds everything to the market's totals and registrations.</summary>
    public void AddTo(MarketTotals totals, Registrations registrations, int periods)
    {
        for (var group = 0; group < cast.Groups.Length; group++)
        {
            for (var supplier = 0; supplier < cast.Suppliers.Length; supplier++)
            {
                foreach (var segment in Enum.GetValues<MarketSegment>())
                {
                    registrations.Add(supplier, group, segment, _meters[Registration(supplier, group, segment)]);
                }
            }
        }

        for (var at = 0; at < _wattHours.Length; at++)
        {
            if (_wattHours[at] != 0 && at % Stride < periods)
            {
                totals.Add(
                    ClassAt(at / Stride / Qualities),
                    0,
                    (at % Stride) + 1,
                    _wattHours[at],
                    (QualityClass)(at / Stride % Qualities),
                    0
                );
            }
        }
    }

    private MeterClass ClassAt(int cell)
    {
        var segment = (MarketSegment)(cell % Segments);
        var lossClass = cell / Segments % Classes;
        var own = cell / Segments / Classes % 2;
        var supplier = cell / Segments / Classes / 2 % cast.Suppliers.Length;
        var group = cell / Segments / Classes / 2 / cast.Suppliers.Length;
        return new MeterClass(
            group,
            supplier,
            own == 1 ? SyntheticMarket.IndependentDistributor : cast.Groups[group].Distributor,
            lossClass,
            segment
        );
    }

    private int Registration(int supplier, int group, MarketSegment segment) =>
        (((supplier * cast.Groups.Length) + group) * Segments) + (int)segment;
}
