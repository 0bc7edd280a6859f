using Settlement.Domain;
using Settlement.Domain.Allocation;
using Settlement.Runs.Results;

namespace Settlement.Runs.Corrections;

/// <summary>
/// Names, for every correction factor outside its band, the suppliers whose volumes moved most against the same weekday before: a factor far from 1
/// says that readings or the take are wrong, not whose.
/// </summary>
internal static class CorrectionSuspects
{
    /// <summary>How many corrections are explained; those farthest from 1 are.</summary>
    public const int MaxCorrections = 20;

    /// <summary>How many suppliers are named for each.</summary>
    public const int MaxSuppliers = 5;

    /// <summary>Days between a day and the same weekday before.</summary>
    public const int DaysBefore = 7;

    /// <summary>Explains the corrections outside the band.</summary>
    /// <param name="periods">The periods of the run.</param>
    /// <param name="comparedWith">The run of the same weekday before; null where none is closed.</param>
    /// <param name="readEarlier">Reads a period of that run; null where it is not there.</param>
    public static async ValueTask<CorrectionsDocument> ExplainAsync(
        IEnumerable<PeriodDocument> periods,
        ComparedRun? comparedWith,
        Func<int, ValueTask<PeriodDocument?>> readEarlier
    )
    {
        var outside = periods.SelectMany(OutsideBand).ToList();
        var items = new List<ExplainedCorrection>();
        foreach (
            var (period, group) in outside
                .OrderByDescending(each => Math.Abs(each.Group.Correction - 1))
                .ThenBy(each => each.Period)
                .ThenBy(each => each.Group.GspGroup, StringComparer.Ordinal)
                .Take(MaxCorrections)
        )
        {
            var earlier = comparedWith is null ? null : await readEarlier(period);
            var before = earlier?.GspGroups?.FirstOrDefault(each => each.GspGroup == group.GspGroup);
            items.Add(
                new ExplainedCorrection(
                    period,
                    group.GspGroup,
                    group.Correction,
                    before?.Take,
                    group.Take,
                    Moved(Volumes(before), Volumes(group))
                )
            );
        }

        return new CorrectionsDocument(comparedWith, outside.Count, items);
    }

    private static IEnumerable<(int Period, GspGroupResult Group)> OutsideBand(PeriodDocument period)
    {
        var named = (period.Warnings ?? [])
            .Concat(period.Reasons ?? [])
            .Where(issue => issue.Code == SettlementIssue.CorrectionOutOfRange)
            .Select(issue => issue.Subject)
            .ToHashSet(StringComparer.Ordinal);
        return (period.GspGroups ?? []).Where(group => named.Contains(group.GspGroup)).Select(group => (period.Period, group));
    }

    private static Dictionary<string, decimal> Volumes(GspGroupResult? group) =>
        (group?.Components ?? [])
            .GroupBy(component => component.Supplier, StringComparer.Ordinal)
            .ToDictionary(supplier => supplier.Key, supplier => supplier.Sum(component => component.Mwh), StringComparer.Ordinal);

    private static IReadOnlyList<MovedSupplier> Moved(Dictionary<string, decimal> before, Dictionary<string, decimal> now) =>
        [
            .. before
                .Keys.Union(now.Keys, StringComparer.Ordinal)
                .Select(supplier => new MovedSupplier(
                    supplier,
                    before.GetValueOrDefault(supplier),
                    now.GetValueOrDefault(supplier),
                    now.GetValueOrDefault(supplier) - before.GetValueOrDefault(supplier)
                ))
                .OrderByDescending(supplier => Math.Abs(supplier.Moved))
                .ThenBy(supplier => supplier.Supplier, StringComparer.Ordinal)
                .Take(MaxSuppliers),
        ];
}
