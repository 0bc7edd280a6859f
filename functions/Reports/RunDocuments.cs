using System.Text.Json.Serialization;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Periods;
using Settlement.Domain.Trading;
using Settlement.Ledger.Commits;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Runs.Verification;

namespace Settlement.Functions.Reports;

/// <summary>A run in the list of a day.</summary>
internal sealed record RunItem(
    string Run,
    int Attempt,
    string State,
    Instant Started,
    Instant? Ended,
    Cut? Cut,
    IReadOnlyDictionary<string, int>? Versions,
    string Code,
    IReadOnlyList<RunReason> Reasons,
    IReadOnlyList<RunReason> Warnings,
    string? Failure,
    RunCheck? Check
)
{
    public static RunItem FromRecord(RunRecord run, RunCheck? check) =>
        new(
            run.Run,
            run.Attempt,
            run.State.Text(),
            run.Started,
            run.Ended,
            run.Cut,
            run.Versions,
            run.Code,
            run.Reasons,
            run.Warnings,
            run.Failure?.ToString(),
            check
        );
}

/// <summary>A run with its figures over the day; sums over no period are null, and a run that has not ended has none of them.</summary>
internal sealed record RunReport(
    SettlementDay Day,
    string Run,
    int Attempt,
    string State,
    Instant Started,
    Instant? Ended,
    Cut? Cut,
    IReadOnlyDictionary<string, int>? Versions,
    string Code,
    IReadOnlyList<RunReason> Reasons,
    IReadOnlyList<RunReason> Warnings,
    string? Failure,
    int Periods,
    int WithFigures,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FilledValues? Filled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CorrectionsDocument? Corrections,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReportTotals? Totals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReportControls? Controls,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DayGspGroup>? GspGroups,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DayParty>? Parties
)
{
    public static RunReport FromRecord(
        RunRecord run,
        DaySummary? summary,
        int withFigures,
        FilledValues? filled,
        CorrectionsDocument? corrections
    ) =>
        new(
            run.Day,
            run.Run,
            run.Attempt,
            run.State.Text(),
            run.Started,
            run.Ended,
            run.Cut,
            run.Versions,
            run.Code,
            run.Reasons,
            run.Warnings,
            run.Failure?.ToString(),
            run.Day.Periods,
            withFigures,
            filled,
            corrections,
            summary is null ? null : ReportTotals.FromTotals(withFigures > 0 ? summary.Totals : null),
            summary is null ? null : ReportControls.FromControls(withFigures > 0 ? summary.Controls : null),
            summary?.GspGroups,
            summary?.Parties
        );
}

/// <summary>Totals over a day; null where no period has figures.</summary>
internal sealed record ReportTotals(decimal? Losses, decimal? Residual)
{
    public static ReportTotals FromTotals(DayMarketTotals? totals) => new(totals?.Losses, totals?.Residual);
}

/// <summary>Control totals over a day; null where no period has figures.</summary>
internal sealed record ReportControls(decimal? TakeMinusAllocated, decimal? CreditedSum, decimal? ContractedSum, decimal? NetSum)
{
    public static ReportControls FromControls(ControlTotals? controls) =>
        new(controls?.TakeMinusAllocated, controls?.CreditedSum, controls?.ContractedSum, controls?.NetSum);
}

/// <summary>A party's row of one period.</summary>
internal sealed record PartyItem(
    int Period,
    string Party,
    decimal Credited,
    decimal Balancing,
    decimal Contracted,
    decimal Imbalance,
    decimal ImbalanceCash,
    decimal ResidualShare,
    decimal ResidualCash,
    decimal Net,
    IReadOnlyList<AccountResult> Accounts
)
{
    public static PartyItem FromResult(int period, PartyResult row) =>
        new(
            period,
            row.Party,
            row.Credited,
            row.Balancing,
            row.Contracted,
            row.Imbalance,
            row.ImbalanceCash,
            row.ResidualShare,
            row.ResidualCash,
            row.Net,
            row.Accounts
        );
}
