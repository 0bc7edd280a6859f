using Settlement.Domain.Allocation;
using Settlement.Domain.Market;

namespace Settlement.Domain.LoadShaping;

/// <summary>
/// The load shapes of a Settlement Day: the simple mean of the actual values of a category in a period (load shaping service, method
/// statement METH005). Where a category has too few, a default takes its place and says so. The ladder of defaults stays within the day, since a
/// run is a function of what it was computed from and of nothing that other runs have found.
/// </summary>
public sealed class LoadShapes
{
    private readonly Dictionary<(LoadShapeCategory Category, int Period), (long WattHours, long Count)> _sums = [];
    private readonly Dictionary<(LoadShapeCategory Category, int Period), (long WattHours, long Count)> _allPremises = [];
    private readonly Dictionary<(LoadShapeCategory Category, int Period), (long WattHours, long Count)> _allGroups = [];
    private readonly long _fewest;

    private LoadShapes(long fewest) => _fewest = fewest;

    /// <summary>The categories that have an actual value on the day, by GSP Group, segment, connection, domestic and flow.</summary>
    public IReadOnlyList<LoadShapeCategory> Categories =>
        [
            .. _sums
                .Keys.Select(key => key.Category)
                .Distinct()
                .OrderBy(each => each.GspGroup, StringComparer.Ordinal)
                .ThenBy(each => each.Segment)
                .ThenBy(each => each.Connection)
                .ThenBy(each => each.Domestic)
                .ThenBy(each => each.Flow),
        ];

    /// <summary>Makes the shapes of a day.</summary>
    /// <param name="totals">The winning values by period, as many times as there are cells; estimated ones are passed over.</param>
    /// <param name="fewest">How many actual values a mean must have, at least.</param>
    public static LoadShapes Calculate(IEnumerable<(int Period, CellTotal Total)> totals, long fewest)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var shapes = new LoadShapes(Math.Max(1, fewest));
        foreach (var (period, total) in totals)
        {
            if (total.Quality != QualityClass.Actual || total.Values == 0)
            {
                continue;
            }
            var category = LoadShapeCategory.FromCell(total.Cell);
            Add(shapes._sums, category, period, total);
            Add(shapes._allPremises, AllPremises(category), period, total);
            Add(shapes._allGroups, AllGroups(category), period, total);
        }

        return shapes;
    }

    /// <summary>The value of a category in a period, down the ladder.</summary>
    public LoadShapeValue GetValue(LoadShapeCategory category, int period)
    {
        ArgumentNullException.ThrowIfNull(category);
        var own = _sums.GetValueOrDefault((category, period));
        if (own.Count >= _fewest)
        {
            return new LoadShapeValue(Mean(own), own.Count, LoadShapeSource.Own);
        }
        if (_allPremises.GetValueOrDefault((AllPremises(category), period)) is var premises && premises.Count >= _fewest)
        {
            return new LoadShapeValue(Mean(premises), own.Count, LoadShapeSource.AllPremises);
        }
        if (_allGroups.GetValueOrDefault((AllGroups(category), period)) is var groups && groups.Count >= _fewest)
        {
            return new LoadShapeValue(Mean(groups), own.Count, LoadShapeSource.AllGspGroups);
        }
        return new LoadShapeValue(0, own.Count, LoadShapeSource.None);
    }

    private static LoadShapeCategory AllPremises(LoadShapeCategory category) => category with { Domestic = false };

    private static LoadShapeCategory AllGroups(LoadShapeCategory category) => category with { GspGroup = "" };

    private static long Mean((long WattHours, long Count) sum) => (long)Rounding.MultiplyDivide(sum.WattHours, 1, sum.Count, 0);

    private static void Add(
        Dictionary<(LoadShapeCategory, int), (long WattHours, long Count)> sums,
        LoadShapeCategory category,
        int period,
        in CellTotal total
    )
    {
        var sum = sums.GetValueOrDefault((category, period));
        sums[(category, period)] = (checked(sum.WattHours + total.WattHours), checked(sum.Count + total.Values));
    }
}
