using Settlement.Domain;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Market;
using Settlement.Runs.Records;

namespace Settlement.Runs.Scheduling;

/// <summary>
/// Tells whether anything has come since an inexact run was opened that could make it exact: what its reasons name, and nothing else.
/// Only what came since is listed, so that a day that stands still costs one short read a partition.
/// </summary>
public sealed class RetryDecision(LedgerReader ledger, MarketStore market, HeadStore heads)
{
    private static readonly string[] OfMarket = [SettlementIssue.TakeMissing, SettlementIssue.PriceMissing, SettlementIssue.VolumeMissing];
    private static readonly string[] OfReadings =
    [
        SettlementIssue.LossFactorMissing,
        SettlementIssue.ComponentMissing,
        SettlementIssue.DefaultBmUnitMissing,
    ];
    private static readonly string[] OfReference = [SettlementIssue.TlfMissing];

    /// <summary>Looks at a run that ended inexact.</summary>
    /// <param name="run">The run.</param>
    /// <param name="now">How far everything is ingested now.</param>
    /// <param name="versions">The versions of the reference data that are current.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async ValueTask<bool> IsWorthRetryingAsync(
        RunRecord run,
        Cut now,
        IReadOnlyDictionary<string, int> versions,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(versions);
        if (run is not { Cut: { } cut, Versions: { } used })
        {
            return true;
        }
        if (run.LaggingPartitions.Count > 0 && run.RequiredPositions.All(position => IngestedTo(position, now)))
        {
            return true;
        }
        var codes = run.Reasons.Select(reason => reason.Code).Where(code => code != SettlementIssue.IngestBehind).Distinct().ToList();
        if (codes.Count == 0)
        {
            return false;
        }
        if (versions.Any(set => used.GetValueOrDefault(set.Key) != set.Value))
        {
            return true;
        }
        if (codes.Except(OfReadings).Except(OfReference).Any())
        {
            foreach (var (partition, since) in Moved(cut.Market, now.Market))
            {
                if (
                    await market
                        .StepsAsync(run.Day.Number, partition, since, cancellationToken)
                        .AnyAsync(
                            (written, stop) => IsStepAsync(Hubs.Market, partition, written.Step, written.Attempt, stop),
                            cancellationToken
                        )
                )
                {
                    return true;
                }
            }
        }

        if (codes.Except(OfMarket).Except(OfReference).Any())
        {
            foreach (var (partition, since) in Moved(cut.Readings, now.Readings))
            {
                // A merge never has the cut of a run inside it: of what came since it has all, and its blocks may be gone.
                var merges = (await ledger.Merges.ReadAsync(partition, run.Day, cancellationToken)).Log;
                if (
                    await ledger
                        .Blocks.ListIdsAsync(run.Day.Number, partition, since, cancellationToken)
                        .AnyAsync(
                            async (block, stop) =>
                                merges.Contains(block.Attempt)
                                || await IsStepAsync(Hubs.Readings, partition, block.Step, block.Attempt, stop),
                            cancellationToken
                        )
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IngestedTo(HubPosition position, Cut now) =>
        (position.Hub == Hubs.Market ? now.Market : now.Readings).Any(cut =>
            cut.Partition == position.Partition && cut.Position >= position.Position
        );

    /// <summary>The partitions that went on since a cut, and the step after which.</summary>
    private static IEnumerable<(int Partition, long Since)> Moved(IReadOnlyList<PartitionCut> cut, IReadOnlyList<PartitionCut> now) =>
        now.Select(partition =>
                (partition.Partition, Since: cut.FirstOrDefault(each => each.Partition == partition.Partition)?.Step ?? 0, partition.Step)
            )
            .Where(partition => partition.Step > partition.Since)
            .Select(partition => (partition.Partition, partition.Since));

    /// <summary>Whether what was written is committed, and no orphan of a crash.</summary>
    private async ValueTask<bool> IsStepAsync(string hub, int partition, long step, string attempt, CancellationToken cancellationToken) =>
        (await heads.ReadStepAsync(new(hub, partition), step, cancellationToken))?.Attempt == attempt;
}
