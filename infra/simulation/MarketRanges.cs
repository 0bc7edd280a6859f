namespace Settlement.Simulation;

/// <summary>Within what the figures of the market lie.</summary>
internal static class MarketRanges
{
    /// <summary>A GSP Group's take is the loss-adjusted sum of its meters times 1 plus this.</summary>
    public const double TakeNoiseFrom = 0.006;
    public const double TakeNoiseTo = 0.014;

    /// <summary>All metered units together are the total take times 1 plus this.</summary>
    public const double TransmissionLossFrom = 0.016;
    public const double TransmissionLossTo = 0.020;

    /// <summary>The interconnector's volume either way, of the total take.</summary>
    public const double InterconnectorShare = 0.02;
}
