using Settlement.Domain.Reference;
using Settlement.Reference.Csv;
using Settlement.Reference.Sets;

namespace Settlement.Reference;

/// <summary>Checks the sets of reference data against one another: what a row names must be in force as long as the row.</summary>
internal static class ReferenceLinks
{
    public static DanglingReferences Find(ReferenceData data)
    {
        var problems = new ProblemList();
        var participants = Ranges(data.Participants, row => row.Id, row => row.InForce);
        var groups = Ranges(data.GspGroups, row => row.Id, row => row.InForce);
        var zones = Ranges(data.TransmissionLossFactors, row => row.Zone, row => row.InForce);
        Check(
            ReferenceSets.GspGroups,
            data.GspGroups,
            row => row.InForce,
            ("zone", row => row.Zone, ReferenceSets.TransmissionLossFactors.Name, zones)
        );
        Check(
            ReferenceSets.BmUnits,
            data.BmUnits,
            row => row.InForce,
            ("party", row => row.Party, ReferenceSets.Participants.Name, participants),
            ("gspGroup", row => row.GspGroup, ReferenceSets.GspGroups.Name, groups)
        );
        Check(
            ReferenceSets.Registrations,
            data.Registrations,
            row => row.InForce,
            ("supplier", row => row.Supplier, ReferenceSets.Participants.Name, participants),
            ("gspGroup", row => row.GspGroup, ReferenceSets.GspGroups.Name, groups)
        );
        Check(
            ReferenceSets.Meters,
            data.Meters,
            row => row.InForce,
            ("supplier", row => row.Supplier, ReferenceSets.Participants.Name, participants),
            ("gspGroup", row => row.GspGroup, ReferenceSets.GspGroups.Name, groups)
        );
        return new(problems.Count, problems.First);

        void Check<T>(
            ReferenceSet<T> set,
            IReadOnlyList<T> rows,
            Func<T, DayRange> inForce,
            params (string Column, Func<T, string?> Id, string Set, Dictionary<string, List<DayRange>> Known)[] links
        )
            where T : class
        {
            foreach (var (column, id, target, known) in links)
            {
                // Millions of meters name a few suppliers.
                var checkedBefore = new Dictionary<(string Id, DayRange InForce), DayRange?>();
                for (var row = 0; row < rows.Count; row++)
                {
                    if (id(rows[row]) is not { } name)
                    {
                        continue;
                    }
                    var key = (name, inForce(rows[row]));
                    if (!checkedBefore.TryGetValue(key, out var gap))
                    {
                        checkedBefore.Add(key, gap = FirstGap(key.Item2, known.GetValueOrDefault(name) ?? []));
                    }
                    if (gap is { } missing)
                    {
                        problems.Add(new(set.Name, row + 2, column, $"'{name}' is not in the set {target}{Text(missing)}"));
                    }
                }
            }
        }
    }

    private static Dictionary<string, List<DayRange>> Ranges<T>(IEnumerable<T> rows, Func<T, string> id, Func<T, DayRange> inForce) =>
        rows.GroupBy(id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(inForce).ToList(), StringComparer.Ordinal);

    /// <summary>The first days of a range that none of the others has; null where they have them all.</summary>
    private static DayRange? FirstGap(DayRange range, List<DayRange> others)
    {
        List<DayRange> left = [range];
        foreach (var other in others)
        {
            left = [.. left.SelectMany(part => part.Without(other))];
        }

        return left.Count == 0 ? null : left[0];
    }

    private static string Text(DayRange range) =>
        range switch
        {
            { From: null, To: null } => string.Empty,
            { From: null, To: { } to } => $" up to {to}",
            { From: { } from, To: null } => $" from {from} on",
            { From: { } from, To: { } to } => $" from {from} to {to}",
        };
}
