using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>What meters have in common whose energy is added up together.</summary>
public readonly record struct MeterClass(int Group, int Supplier, int Distributor, int LossClass, MarketSegment Segment);
