using NodaTime;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Trading;

namespace Settlement.Domain.Periods;

/// <summary>The settlement of one period: its figures, or what it lacks. Volumes are MWh, money is GBP.</summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="Run">The run code.</param>
/// <param name="Period">The Settlement Period.</param>
/// <param name="Start">When the period starts.</param>
/// <param name="Missing">What the period lacks; empty when it has figures.</param>
/// <param name="Figures">The figures, or null when something is missing.</param>
public sealed record PeriodResult(
    SettlementDay Day,
    string Run,
    int Period,
    Instant Start,
    IReadOnlyList<SettlementIssue> Missing,
    PeriodFigures? Figures
);

/// <summary>The figures of one period.</summary>
/// <param name="GspGroups">By GSP Group.</param>
/// <param name="BmUnits">By BM Unit.</param>
/// <param name="Parties">By party.</param>
/// <param name="Totals">Over the market.</param>
/// <param name="Controls">What must be zero.</param>
/// <param name="Reasons">Why the figures are not exact; empty when they are.</param>
/// <param name="Warnings">What deserves a look though the figures are exact.</param>
public sealed record PeriodFigures(
    IReadOnlyList<GspGroupResult> GspGroups,
    IReadOnlyList<BmUnitResult> BmUnits,
    IReadOnlyList<PartyResult> Parties,
    PeriodTotals Totals,
    ControlTotals Controls,
    IReadOnlyList<SettlementIssue> Reasons,
    IReadOnlyList<SettlementIssue> Warnings
);

/// <summary>A BM Unit's volumes.</summary>
/// <param name="BmUnit">The BM Unit.</param>
/// <param name="Mwh">Metered or allocated volume; demand negative.</param>
/// <param name="Tlm">The transmission loss multiplier, 9 decimals.</param>
/// <param name="Credited">Credited energy volume.</param>
public sealed record BmUnitResult(string BmUnit, decimal Mwh, decimal Tlm, decimal Credited);

/// <summary>Figures over the market.</summary>
/// <param name="Losses">Transmission losses: Σ of all BM Unit volumes.</param>
/// <param name="TlmoPlus">Adjustment of delivering trading units, 12 decimals.</param>
/// <param name="TlmoMinus">Adjustment of offtaking trading units, 12 decimals.</param>
/// <param name="Residual">Total residual cashflow: Σ of imbalance cash.</param>
public sealed record PeriodTotals(decimal Losses, decimal TlmoPlus, decimal TlmoMinus, decimal Residual);

/// <summary>Sums that are zero when everything was shared out.</summary>
/// <param name="TakeMinusAllocated">Σ over GSP Groups of |take − Σ allocated|.</param>
/// <param name="CreditedSum">Σ of credited energy.</param>
/// <param name="ContractedSum">Σ of contracted energy.</param>
/// <param name="NetSum">Σ of the parties' net amounts.</param>
public sealed record ControlTotals(decimal TakeMinusAllocated, decimal CreditedSum, decimal ContractedSum, decimal NetSum)
{
    /// <summary>Whether every control is zero.</summary>
    public bool AreZero() => TakeMinusAllocated == 0 && CreditedSum == 0 && ContractedSum == 0 && NetSum == 0;
}
