using Settlement.Domain.Market;

namespace Settlement.Local.Simulation;

/// <summary>What meters have in common whose energy is added up together.</summary>
internal readonly record struct MeterClass(int Group, int Supplier, int Distributor, int LossClass, MarketSegment Segment);
