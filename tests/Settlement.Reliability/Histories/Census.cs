using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Finds in the values of a history which hazards its messages had.</summary>
internal static class Census
{
    private static readonly DateOnly ShortDay = new(2026, 3, 29),
        LongDay = new(2026, 10, 25);

    public static void Count(IEnumerable<OracleValue> values, Tally hazards)
    {
        foreach (
            var versions in values
                .GroupBy(value => (value.Mpan, value.Start))
                .Select(versions => versions.OrderBy(value => value.Arrival).ToList())
        )
        {
            var first = versions[0];
            hazards.Count(Hazard.ShortDay, first.Day == ShortDay);
            hazards.Count(Hazard.LongDay, first.Day == LongDay);
            hazards.Count(Hazard.BothClocks, versions.Exists(version => version.Utc != first.Utc));
            hazards.Count(Hazard.MeterMovedPartition, versions.Exists(version => version.Partition != first.Partition));
            var winner = first;
            foreach (var version in versions.Skip(1))
            {
                hazards.Count(
                    version.Revision > winner.Revision ? Hazard.HigherRevision
                    : version.Revision == winner.Revision ? Hazard.EqualRevision
                    : Hazard.LowerRevision
                );
                if (version.Revision < winner.Revision)
                {
                    continue;
                }
                hazards.Count(Hazard.SupplierMoved, Word(version, 1) != Word(winner, 1));
                hazards.Count(Hazard.FlowMoved, Word(version, 2) != Word(winner, 2));
                winner = version;
            }
        }
    }

    public static void Count(IEnumerable<OracleInput> inputs, Tally hazards)
    {
        foreach (
            var versions in inputs
                .GroupBy(input => (input.Day, input.Period, input.Type, input.Key))
                .Select(versions => versions.OrderBy(input => input.Arrival).ToList())
        )
        {
            var winner = versions[0];
            foreach (var version in versions.Skip(1))
            {
                hazards.Count(
                    version.Revision > winner.Revision ? Hazard.MarketHigherRevision
                    : version.Revision == winner.Revision ? Hazard.MarketEqualRevision
                    : Hazard.MarketLowerRevision
                );
                winner = version.Revision >= winner.Revision ? version : winner;
            }

            hazards.Count(
                Hazard.ContractCancelled,
                winner.Type == "contract" && winner.A == 0 && versions.Exists(version => version.A != 0)
            );
        }
    }

    private static string Word(OracleValue value, int index) => value.Cell.Split(' ')[index];
}
