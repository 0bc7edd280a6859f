using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Domain.Reference;

/// <summary>A market participant.</summary>
public sealed record Participant(string Id, string Name, ParticipantRole Role, DayRange InForce);

/// <summary>A Grid Supply Point Group and its transmission loss zone.</summary>
public sealed record GspGroup(string Id, string Name, string Zone, DayRange InForce);

/// <summary>A Balancing Mechanism Unit.</summary>
/// <param name="Id">The BM Unit id.</param>
/// <param name="Party">The lead party.</param>
/// <param name="Account">The energy account of that party to which its volumes go.</param>
/// <param name="GspGroup">The GSP Group, or null for a unit outside all groups.</param>
/// <param name="TradingUnit">The trading unit, or null where the unit stands alone.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsDefault">Whether it is its party's default supplier unit in its GSP Group.</param>
/// <param name="InForce">When the row is in force.</param>
public sealed record BmUnit(
    string Id,
    string Party,
    EnergyAccount Account,
    string? GspGroup,
    string? TradingUnit,
    BmUnitKind Kind,
    bool IsDefault,
    DayRange InForce
);

/// <summary>A consumption component class: which values it takes, whether it is their energy or their losses, and its share of correction.</summary>
/// <param name="Id">The component's number.</param>
/// <param name="Flow">The flow it takes; null takes every one, as for the other conditions.</param>
/// <param name="Segment">The market segment it takes.</param>
/// <param name="Connection">The connection type it takes.</param>
/// <param name="Domestic">Whether it takes domestic premises.</param>
/// <param name="Quality">The quality class it takes.</param>
/// <param name="Losses">True for a losses component, false for a consumption one.</param>
/// <param name="Weight">The GSP Group Correction scaling weight as it stands in the formula; negative for export.</param>
/// <param name="InForce">When the row is in force.</param>
public sealed record Component(
    int Id,
    Flow? Flow,
    MarketSegment? Segment,
    ConnectionType? Connection,
    bool? Domestic,
    QualityClass? Quality,
    bool Losses,
    decimal Weight,
    DayRange InForce
);

/// <summary>A line loss factor of a distributor's class for a band of Settlement Periods.</summary>
/// <param name="Distributor">Two digits.</param>
/// <param name="Llfc">The line loss factor class, text as written.</param>
/// <param name="FromPeriod">The first period of the band.</param>
/// <param name="ToPeriod">The last period of the band; null is the day's last, and it may be beyond it.</param>
/// <param name="Thousandths">The factor in thousandths: 1085 is 1.085.</param>
/// <param name="InForce">When the row is in force.</param>
public sealed record LossFactor(string Distributor, string Llfc, int FromPeriod, int? ToPeriod, int Thousandths, DayRange InForce);

/// <summary>The transmission loss factor of a zone.</summary>
public sealed record TransmissionLossFactor(string Zone, decimal Tlf, DayRange InForce);

/// <summary>How many working days after a Settlement Day a run falls due.</summary>
public sealed record RunTiming(string Run, int WorkingDays, DayRange InForce);

/// <summary>A day that is not a working day though it is no Saturday or Sunday.</summary>
/// <param name="Day">The holiday.</param>
/// <param name="Name">What it is called.</param>
/// <param name="InForce">The Settlement Days whose run dates it moves; seldom anything but all.</param>
public sealed record Holiday(SettlementDay Day, string Name, DayRange InForce = default);

/// <summary>A distributor: the two digits that begin its MPANs, and its participant id.</summary>
public sealed record Distributor(string Id, string Participant, DayRange InForce);

/// <summary>How many meters of a supplier, GSP Group and segment are expected to report.</summary>
public sealed record Registration(string Supplier, string GspGroup, MarketSegment Segment, int Meters, DayRange InForce);

/// <summary>The registration of one meter.</summary>
public sealed record Meter(
    Mpan Mpan,
    string Supplier,
    string GspGroup,
    string Llfc,
    MarketSegment Segment,
    ConnectionType Connection,
    bool Domestic,
    DayRange InForce
);

/// <summary>A named setting of the market's rules.</summary>
public sealed record Parameter(string Name, string Value, DayRange InForce);
