using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>One meter. It is drawn anew whenever it is needed, so that millions of them take no memory.</summary>
public readonly record struct SimulatedMeter(
    int Index,
    Mpan Mpan,
    int Distributor,
    int Group,
    int Supplier,
    int LossClass,
    MarketSegment Segment,
    ConnectionType Connection,
    bool Domestic,
    Flow Flow,
    LoadKind Kind,
    double WhPerHalfHour,
    bool UtcClock,
    bool Vacant,
    bool Silent
);
