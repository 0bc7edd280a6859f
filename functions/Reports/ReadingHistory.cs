using NodaTime;
using Settlement.Domain;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Folding;
using Settlement.Runs.Records;

namespace Settlement.Functions.Reports;

/// <summary>One value of a meter as it arrived, and the runs that used it.</summary>
/// <param name="Period">The Settlement Period.</param>
/// <param name="Start">When the period starts.</param>
/// <param name="Kwh">The value as received; export positive.</param>
/// <param name="Quality">Its quality.</param>
/// <param name="Flow">Import or export.</param>
/// <param name="Supplier">The supplier that the message named.</param>
/// <param name="Revision">The message's revision.</param>
/// <param name="Arrived">When its event was enqueued.</param>
/// <param name="UsedBy">The runs in which it won.</param>
internal sealed record ReadingItem(
    int Period,
    Instant Start,
    decimal Kwh,
    Quality Quality,
    Flow Flow,
    string Supplier,
    long Revision,
    Instant Arrived,
    IReadOnlyList<string> UsedBy
);

/// <summary>Finds every version of a meter's values on a Settlement Day.</summary>
public sealed class ReadingHistory(LedgerReader ledger, DoubtStore doubts, EventHubs hubs, RunStore runs)
{
    internal async Task<IReadOnlyList<ReadingItem>> FindAsync(Mpan mpan, SettlementDay day, CancellationToken cancellationToken)
    {
        var versions = new List<MeterVersion>();
        var ingested = await hubs.IngestedAsync(cancellationToken);
        await foreach (var version in ledger.VersionsAsync(mpan, day, ingested, cancellationToken))
        {
            versions.Add(version);
        }
        var released = await doubts.ReleasedAsync(day, ingested.Readings.Select(cut => cut.Partition), cancellationToken);
        var used = (await runs.ListAsync(day, cancellationToken))
            .Where(run => run is { State: RunState.Closed or RunState.Inexact, Cut: not null })
            .GroupBy(run => run.Run, StringComparer.Ordinal)
            .Select(attempts => attempts.Last())
            .Select(run => (run.Run, Reach: CutReach.FromCut(run.Cut!, released)))
            .Select(run => (run.Run, Winners: Winners.Select(versions.Where(version => run.Reach.Has(version)))))
            .ToList();

        return
        [
            .. Enumerable
                .Range(1, day.Periods)
                .SelectMany(period =>
                    versions
                        .Where(version => version.Has(period))
                        .OrderBy(version => version.Key with { Revision = 0 })
                        .Select(version => new ReadingItem(
                            period,
                            day.StartOf(period),
                            version.WattHours[period - version.First] * EnergyUnits.KwhPerWattHour,
                            version.Qualities[period - version.First],
                            version.Cell.Flow,
                            version.Cell.Supplier,
                            version.Key.Revision,
                            Instant.FromDateTimeUtc(new DateTime(version.Key.Enqueued, DateTimeKind.Utc)),
                            [.. used.Where(run => ReferenceEquals(run.Winners[period], version)).Select(run => run.Run)]
                        ))
                ),
        ];
    }
}
