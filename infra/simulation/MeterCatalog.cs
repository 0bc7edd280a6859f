using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>All meters of a market, by number.</summary>
public sealed class MeterCatalog(ulong seed, int count, Cast cast)
{
    /// <summary>The first meters are plain households that report by local clock: each shows one peculiarity for certain.</summary>
    public const int Exhibits = 32;

    private const ulong Stream = 1;
    private const double HalfHoursPerYear = 17_520;

    // Per mille of the meters, in the order of LoadKind; 3 % export.
    private static readonly Cumulative Kinds = new([853, 85, 24, 4, 0.2, 4, 25.5, 4.5]);

    private static readonly int One = LossClass.Index("1");
    private static readonly int Two = LossClass.Index("2");
    private static readonly int ZeroZeroOne = LossClass.Index("001");
    private static readonly int LowVoltage = LossClass.Index("L1");
    private static readonly int HighVoltage = LossClass.Index("H1");
    private static readonly int ExtraHighVoltage = LossClass.Index("E1");
    private static readonly int Unmetered = LossClass.Index("U1");
    private static readonly int Export = LossClass.Index("X1");

    private readonly Cumulative _groups = new(cast.Groups.Select(g => g.Customers));
    private readonly Cumulative _suppliers = new(cast.Suppliers.Select(s => s.Share));

    public int Count => count;

    public SimulatedMeter this[int index]
    {
        get
        {
            var random = SeededRandom.For(seed, Stream, (ulong)index);
            var exhibit = index < Exhibits;
            // Every group gets one meter at least, else its take could not be corrected for.
            var group = index < cast.Groups.Length ? index : random.Pick(_groups);
            var distributor =
                !exhibit && random.Chance(Rates.IndependentDistributor)
                    ? SyntheticMarket.IndependentDistributor
                    : cast.Groups[group].Distributor;
            var kind = exhibit ? LoadKind.Household : (LoadKind)random.Pick(Kinds);
            var (segment, connection, flow, median, sigma) = Traits(kind);
            return new SimulatedMeter(
                index,
                Mpan.FromFirstTwelve((distributor * 10_000_000_000L) + 1_000_000_000L + (index * 37L)),
                distributor,
                group,
                random.Pick(_suppliers),
                ClassOf(kind, ref random),
                segment,
                connection,
                kind is LoadKind.Household or LoadKind.RoofSolar,
                flow,
                kind,
                random.LogNormal(median, sigma) * 1000 / HalfHoursPerYear,
                !exhibit && random.Chance(Rates.UtcClock),
                !exhibit && random.Chance(Rates.Vacant),
                !exhibit && random.Chance(Rates.Silent)
            );
        }
    }

    private static (MarketSegment Segment, ConnectionType Connection, Flow Flow, double MedianKwh, double Sigma) Traits(LoadKind kind) =>
        kind switch
        {
            LoadKind.Household => (MarketSegment.Smart, ConnectionType.WholeCurrent, Flow.Import, 2_700, 0.5),
            LoadKind.SmallBusiness => (MarketSegment.Smart, ConnectionType.WholeCurrent, Flow.Import, 8_000, 0.9),
            LoadKind.LargeLowVoltage => (MarketSegment.Advanced, ConnectionType.LowVoltage, Flow.Import, 55_000, 0.8),
            LoadKind.HighVoltage => (MarketSegment.Advanced, ConnectionType.HighVoltage, Flow.Import, 500_000, 0.8),
            LoadKind.ExtraHighVoltage => (MarketSegment.Advanced, ConnectionType.ExtraHighVoltage, Flow.Import, 8_000_000, 0.5),
            LoadKind.StreetLight => (MarketSegment.Unmetered, ConnectionType.Unmetered, Flow.Import, 4_000, 1.0),
            LoadKind.RoofSolar => (MarketSegment.Smart, ConnectionType.WholeCurrent, Flow.Export, 2_200, 0.5),
            _ => (MarketSegment.Advanced, ConnectionType.LowVoltage, Flow.Export, 25_000, 0.6),
        };

    private static int ClassOf(LoadKind kind, ref SeededRandom random) =>
        kind switch
        {
            LoadKind.Household => random.Chance(0.2) ? Two : One,
            LoadKind.SmallBusiness => ZeroZeroOne,
            LoadKind.LargeLowVoltage => LowVoltage,
            LoadKind.HighVoltage => HighVoltage,
            LoadKind.ExtraHighVoltage => ExtraHighVoltage,
            LoadKind.StreetLight => Unmetered,
            _ => Export,
        };
}
