using Microsoft.Extensions.DependencyInjection;
using Settlement.Domain;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;
using Settlement.Functions.Ingestion;
using Settlement.Hosting;
using Settlement.Hosting.Replay;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;
using Settlement.Reference;
using Settlement.Runs.Computation;

namespace Settlement.Peers;

/// <summary>Our own way: the whole host takes the events in, then the day is folded at the cut and put into components.</summary>
internal sealed class OurPipeline(LocalOptions options, SettlementDay day)
{
    /// <summary>Takes in what the hub holds; each reading is then in the ledger for good, and counted once.</summary>
    public async Task<LocalHost> IngestAsync(CancellationToken cancellationToken)
    {
        var host = await LocalHost.StartAsync(options, cancellationToken);
        await new Replayer(host).IngestedAsync(cancellationToken);
        return host;
    }

    /// <summary>Folds the day, the groups of shards side by side as a run's activities are.</summary>
    public async Task<ComponentTotals> FoldAsync(LocalHost host, CancellationToken cancellationToken)
    {
        var cut = await host.Services.GetRequiredService<EventHubs>().IngestedAsync(cancellationToken);
        var reference = (await host.Services.GetRequiredService<ReferenceStore>().LoadCurrentAsync(cancellationToken)).On(day);
        var fold = host.Services.GetRequiredService<DayFold>();
        var parts = new DayTotals[RunComputation.FoldGroups];
        await Parallel.ForAsync(
            0,
            parts.Length,
            cancellationToken,
            async (group, stop) => parts[group] = await fold.FoldAsync(day, cut, group, parts.Length, stop)
        );
        var totals = new DayTotals();
        foreach (var part in parts)
        {
            totals.Add(part);
        }

        return InComponents(period => totals.CellsInPeriod(period), reference, day.Periods);
    }

    /// <summary>Applies loss factors and components to totals of cells.</summary>
    public static ComponentTotals InComponents(Func<int, IEnumerable<CellTotal>> totals, MarketDay reference, int periods)
    {
        var components = new ComponentTotals();
        for (var period = 1; period <= periods; period++)
        {
            var missing = new HashSet<SettlementIssue>();
            foreach (var volume in ComponentAggregation.Aggregate(totals(period), reference, period, missing))
            {
                components.Add(
                    (volume.GspGroup, volume.Supplier, volume.Component, period),
                    (long)(volume.Mwh * EnergyUnits.MilliWattHoursPerMwh)
                );
            }

            if (missing.Count > 0)
            {
                throw new InvalidDataException($"The reference data lacks {string.Join(", ", missing)}.");
            }
        }

        return components;
    }
}
