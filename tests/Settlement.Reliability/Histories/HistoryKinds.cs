using Settlement.Ledger.Ingestion;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Counts how often each thing that may go wrong did in a history, for a generator that never makes it proves nothing.</summary>
internal static class HistoryKinds
{
    public static void Count(History history, IReadOnlyCollection<OracleValue> values, Tally tally)
    {
        tally.Count("histories");
        tally.Count("events", history.Events.Values.Sum(partitions => partitions.Sum(events => events.Count)));
        tally.Count("readings", values.Count);
        tally.Count("replays of rejects", history.Events.Values.Sum(partitions => partitions.Sum(events => events.Count(e => e.ReplayOf is not null))));
        tally.Count("hubs that grew", history.Events[Hubs.Readings].Count > history.FirstPartitions ? 1 : 0);
        tally.Count("partitions that were slow", Enumerable.Range(0, history.Events[Hubs.Readings].Count).Count(p => history.Events[Hubs.Readings][p].Count > 0 && history.Deliveries.All(d => d.Partition != p)));
        tally.Count("days of 46 or 50 periods", values.Select(value => value.At.Day).Distinct().Count(day => OracleCalendar.Periods(day) != 48));
        foreach (var message in values.GroupBy(value => (value.Partition, value.Sequence, value.Place)))
        {
            var periods = message.Count();
            tally.Count(periods == 1 ? "messages of a single period" : "messages of several periods");
            tally.Count("messages with nulls or of part of a day", periods < 46 ? 1 : 0);
            tally.Count("messages on two days", message.Select(value => value.At.Day).Distinct().Count() > 1 ? 1 : 0);
        }

        foreach (var versions in values.GroupBy(value => (value.Mpan, value.Start)).Where(versions => versions.Count() > 1))
        {
            var arrived = versions.OrderBy(value => value.Order with { Item1 = 0 }).ToList();
            var winner = versions.MaxBy(value => value.Order)!;
            tally.Count("readings with several versions");
            tally.Count("corrections by a higher revision", arrived.Zip(arrived.Skip(1)).Count(pair => pair.Second.Revision > pair.First.Revision));
            tally.Count("corrections by an equal revision", arrived.Zip(arrived.Skip(1)).Count(pair => pair.Second.Revision == pair.First.Revision));
            tally.Count("late arrivals of a lower revision", arrived.Zip(arrived.Skip(1)).Count(pair => pair.Second.Revision < pair.First.Revision));
            tally.Count("energy moved to another cell", versions.Any(value => value.Cell != winner.Cell) ? 1 : 0);
            tally.Count("duplicates", arrived.Zip(arrived.Skip(1)).Count(pair => pair.First.WattHours == pair.Second.WattHours && pair.First.Cell == pair.Second.Cell && pair.First.Revision == pair.Second.Revision));
            tally.Count("meters in several partitions", versions.Select(value => value.Partition).Distinct().Count() > 1 ? 1 : 0);
        }
    }
}
