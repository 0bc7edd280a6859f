using Settlement.Domain.Calendar;

namespace Settlement.Simulation;

/// <summary>All factors of the simulated days in one flat array: the inner loop asks for one per value.</summary>
public sealed class LossTable
{
    private const int Stride = SettlementDay.MaxPeriods + 1;
    private const int FirstDistributor = 10;
    private const int Distributors = 15;
    private readonly ushort[] _factors;
    private readonly int _days;

    public LossTable(int days)
    {
        // The last class covers part of the day only and belongs to no meter.
        _days = Math.Min(days, 2);
        _factors = new ushort[Distributors * LossClass.All.Length * _days * Stride];
        for (var distributor = 0; distributor < Distributors; distributor++)
        {
            for (var lossClass = 0; lossClass < LossClass.All.Length - 1; lossClass++)
            {
                for (var day = 0; day < _days; day++)
                {
                    var at = Start(distributor + FirstDistributor, lossClass, day);
                    for (var period = 1; period < Stride; period++)
                    {
                        _factors[at + period] = (ushort)LossClass.All[lossClass].Thousandths(distributor + FirstDistributor, day, period);
                    }
                }
            }
        }
    }

    /// <summary>The factor in thousandths.</summary>
    public int Factor(int distributor, int lossClass, int dayIndex, int period) =>
        _factors[Start(distributor, lossClass, dayIndex) + period];

    // Factors change once, after the first day: two days' worth serve any number of days.
    private int Start(int distributor, int lossClass, int dayIndex) =>
        ((((distributor - FirstDistributor) * LossClass.All.Length) + lossClass) * _days + Math.Min(dayIndex, _days - 1)) * Stride;
}
