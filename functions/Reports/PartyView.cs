using Settlement.Domain;
using Settlement.Functions.Identity;
using Settlement.Reference;
using Settlement.Runs.Records;
using Settlement.Runs.Results;

namespace Settlement.Functions.Reports;

/// <summary>What a caller sees of a run: all of it, or a party's own rows and the market's totals.</summary>
internal static class PartyView
{
    public static IReadOnlyList<RunReason> Show(this Caller caller, IReadOnlyList<RunReason> reasons) =>
        caller.SeesAll ? reasons : [.. reasons.Where(reason => caller.SeesSubject(reason.Subject))];

    public static RunItem Show(this Caller caller, RunItem run) =>
        caller.SeesAll ? run : run with { Reasons = caller.Show(run.Reasons), Warnings = caller.Show(run.Warnings), Failure = null };

    /// <summary>Which suppliers moved most where a correction is outside its band is for those who see all of them.</summary>
    public static RunReport Show(this Caller caller, RunReport run) =>
        caller.SeesAll
            ? run
            : run with
            {
                Reasons = caller.Show(run.Reasons),
                Warnings = caller.Show(run.Warnings),
                Failure = null,
                Corrections = null,
                Parties = run.Parties is null ? null : [.. run.Parties.Where(party => caller.Sees(party.Party))],
            };

    /// <summary>A period; of the BM Units those that belonged to the caller's parties when the run opened.</summary>
    public static async ValueTask<PeriodDocument> ShowAsync(
        this Caller caller,
        PeriodDocument period,
        RunRecord run,
        ReferenceStore references,
        CancellationToken cancellationToken
    )
    {
        if (caller.SeesAll)
        {
            return period;
        }
        var market = (await references.LoadAsync(run.Versions!, cancellationToken)).On(run.Day);
        return caller.Show(period, unit => market.FindBmUnit(unit)?.Party);
    }

    private static PeriodDocument Show(this Caller caller, PeriodDocument period, Func<string, string?> partyOf) =>
        period with
        {
            Missing = caller.Show(period.Missing),
            Reasons = caller.Show(period.Reasons),
            Warnings = caller.Show(period.Warnings),
            GspGroups = period.GspGroups is null
                ? null
                :
                [
                    .. period.GspGroups.Select(group =>
                        group with
                        {
                            Components = [.. group.Components.Where(component => caller.Sees(component.Supplier))],
                            Suppliers = [.. group.Suppliers.Where(supplier => caller.Sees(supplier.Supplier))],
                        }
                    ),
                ],
            BmUnits = period.BmUnits is null
                ? null
                : [.. period.BmUnits.Where(unit => partyOf(unit.BmUnit) is { } party && caller.Sees(party))],
            Parties = period.Parties is null ? null : [.. period.Parties.Where(party => caller.Sees(party.Party))],
        };

    private static IReadOnlyList<SettlementIssue>? Show(this Caller caller, IReadOnlyList<SettlementIssue>? issues) =>
        issues is null ? null : [.. issues.Where(issue => caller.SeesSubject(issue.Subject))];

    /// <summary>Whether a subject is of the market: none, a GSP Group, a distributor and its class, a partition; or is the caller's own.</summary>
    private static bool SeesSubject(this Caller caller, string subject) =>
        subject.Length == 0
        || subject[0] == '_'
        || char.IsAsciiDigit(subject[0])
        || subject.Contains('/', StringComparison.Ordinal)
        || caller.Sees(subject.Split(' ')[0]);
}
