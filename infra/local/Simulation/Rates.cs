namespace Settlement.Local.Simulation;

/// <summary>How often what happens: the documented rates of everything that is not plain.</summary>
internal static class Rates
{
    // Of the meters.
    public const double IndependentDistributor = 0.02;
    public const double UtcClock = 0.08;
    public const double Vacant = 0.005;
    public const double Silent = 0.004;

    // Of a meter's days.
    public const double WholeDayEstimated = 0.015;
    public const double SomeEstimated = 0.03;
    public const double SomeKnownZero = 0.01;
    public const double Broken = 0.0005;

    // Of the values of a day that is estimated in parts.
    public const double EstimatedValue = 0.125;

    // Of the figures of the market.
    public const double TakeCorrected = 0.02;
    public const double VolumeCorrected = 0.01;
    public const double ContractCancelled = 0.01;
    public const double Balancing = 0.3;
    public const double SpreadPrice = 0.05;

    /// <summary>Of a meter's days, in the order of <see cref="Fate"/>; what is left is <see cref="Fate.Plain"/>.</summary>
    public static readonly (Fate Fate, double Rate)[] Fates =
    [
        (Fate.Duplicate, 0.005),
        (Fate.Late, 0.015),
        (Fate.EarlyCorrection, 0.003),
        (Fate.LateCorrection, 0.01),
        (Fate.Overtaken, 0.002),
        (Fate.SupplierChange, 0.003),
        (Fate.FlowChange, 0.0005),
        (Fate.Resent, 0.002),
        (Fate.Split, 0.005),
        (Fate.SinglePeriod, 0.005),
        (Fate.Gap, 0.005),
        (Fate.GapFilled, 0.005),
        (Fate.OddlyWritten, 0.002),
        (Fate.OtherClock, 0.002),
        (Fate.EmptyCorrection, 0.001),
    ];
}
