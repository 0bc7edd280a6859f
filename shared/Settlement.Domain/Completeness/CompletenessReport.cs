using Settlement.Domain.Market;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Completeness;

/// <summary>Sets what was received beside the registrations and the performance standards in force.</summary>
public static class CompletenessReport
{
    /// <summary>A row for every registration in force and for everything received, by supplier, GSP Group and segment.</summary>
    /// <param name="reference">The reference data in force on the day.</param>
    /// <param name="received">What was received, each supplier, GSP Group and segment any number of times.</param>
    public static IReadOnlyList<CompletenessRow> Create(MarketDay reference, IEnumerable<ReceivedMeters> received)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(received);
        var expected = reference.Registrations.ToDictionary(row => (row.Supplier, row.GspGroup, row.Segment), row => row.Meters);
        var sums = received.GroupBy(row => (row.Supplier, row.GspGroup, row.Segment)).ToDictionary(rows => rows.Key, rows => rows.ToList());
        return
        [
            .. expected
                .Keys.Union(sums.Keys)
                .OrderBy(key => key.Supplier, StringComparer.Ordinal)
                .ThenBy(key => key.GspGroup, StringComparer.Ordinal)
                .ThenBy(key => key.Segment.Text(), StringComparer.Ordinal)
                .Select(key => Row(key, expected.GetValueOrDefault(key), sums.GetValueOrDefault(key) ?? [])),
        ];

        CompletenessRow Row((string Supplier, string GspGroup, MarketSegment Segment) key, int meters, List<ReceivedMeters> rows)
        {
            var standard = reference.CompletenessStandard(key.Segment);
            var (wanted, values) = ((long)meters * reference.Day.Periods, rows.Sum(row => row.Values ?? 0));
            return new CompletenessRow(
                key.Supplier,
                key.GspGroup,
                key.Segment,
                meters,
                rows.Sum(row => row.Meters),
                wanted,
                values,
                rows.Sum(row => row.ActualWattHours) * EnergyUnits.MwhPerWattHour,
                rows.Sum(row => row.EstimatedWattHours) * EnergyUnits.MwhPerWattHour,
                standard,
                standard is null ? null : values >= wanted * standard
            );
        }
    }
}
