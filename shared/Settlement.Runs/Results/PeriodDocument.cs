using System.Text.Json.Serialization;
using NodaTime;
using Settlement.Domain;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Periods;
using Settlement.Domain.Trading;

namespace Settlement.Runs.Results;

/// <summary>A period's settlement as it is stored and published: with its figures, or with what it lacks.</summary>
public sealed record PeriodDocument(
    SettlementDay Day,
    string Run,
    int Period,
    Instant Start,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SettlementIssue>? Missing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<GspGroupResult>? GspGroups,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<BmUnitResult>? BmUnits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PartyResult>? Parties,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PeriodTotals? Totals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ControlTotals? Controls,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SettlementIssue>? Reasons,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SettlementIssue>? Warnings
)
{
    /// <summary>The document of a result.</summary>
    public static PeriodDocument FromResult(PeriodResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var figures = result.Figures;
        return new PeriodDocument(
            result.Day,
            result.Run,
            result.Period,
            result.Start,
            figures is null ? result.Missing : null,
            figures?.GspGroups,
            figures?.BmUnits,
            figures?.Parties,
            figures?.Totals,
            figures?.Controls,
            figures?.Reasons,
            figures?.Warnings
        );
    }
}
