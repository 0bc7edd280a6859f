using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>
/// Which version of each period of one meter's day wins, found by the contract's rule as messages are written in the order
/// in which they arrive. The market's figures are added up from here, whatever story led to them.
/// </summary>
internal sealed class ExpectedTotals
{
    private readonly int[] _revision = new int[SettlementDay.MaxPeriods + 1];
    private readonly long[] _wh = new long[SettlementDay.MaxPeriods + 1];
    private readonly QualityClass[] _quality = new QualityClass[SettlementDay.MaxPeriods + 1];
    private readonly Flow[] _flow = new Flow[SettlementDay.MaxPeriods + 1];
    private readonly int[] _supplier = new int[SettlementDay.MaxPeriods + 1];

    public void Clear() => Array.Fill(_revision, -1);

    /// <summary>Takes a message; <paramref name="shift"/> is what turns its periods into the slots of the board's day.</summary>
    public void Arrive(ReadingMessage message, int shift)
    {
        for (var i = 0; i < message.Count; i++)
        {
            var slot = message.From + i + shift;
            if (message.Wh[i] == ReadingMessage.None || message.Revision < _revision[slot])
            {
                continue;
            }
            _revision[slot] = message.Revision;
            _wh[slot] = message.Wh[i];
            _quality[slot] = message.QualityAt(i).Class();
            _flow[slot] = message.Flow;
            _supplier[slot] = message.Supplier;
        }
    }

    /// <summary>Adds the winners to the market's totals.</summary>
    public void AddTo(MarketTotals totals, in SimulatedMeter meter, ReportDay day)
    {
        for (var slot = day.From; slot <= day.To; slot++)
        {
            if (_revision[slot] < 0)
            {
                continue;
            }
            var signed = _flow[slot] == Flow.Export ? -_wh[slot] : _wh[slot];
            totals.Add(meter, _supplier[slot], day.DayIndex[slot], day.Period[slot], signed, _quality[slot]);
        }
    }
}
