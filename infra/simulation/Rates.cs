namespace Settlement.Simulation;

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

    /// <summary>Of a meter's days, in the order of <see cref="MessageVariant"/>; what is left is <see cref="MessageVariant.Plain"/>.</summary>
    public static readonly (MessageVariant Fate, double Rate)[] Fates =
    [
        (MessageVariant.Duplicate, 0.005),
        (MessageVariant.Late, 0.015),
        (MessageVariant.EarlyCorrection, 0.003),
        (MessageVariant.LateCorrection, 0.01),
        (MessageVariant.Overtaken, 0.002),
        (MessageVariant.SupplierChange, 0.003),
        (MessageVariant.FlowChange, 0.0005),
        (MessageVariant.Resent, 0.002),
        (MessageVariant.Split, 0.005),
        (MessageVariant.SinglePeriod, 0.005),
        (MessageVariant.Gap, 0.005),
        (MessageVariant.GapFilled, 0.005),
        (MessageVariant.OddlyWritten, 0.002),
        (MessageVariant.OtherClock, 0.002),
        (MessageVariant.EmptyCorrection, 0.001),
    ];
}
