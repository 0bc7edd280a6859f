using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Live;

namespace Settlement.Ledger.Folding;

/// <summary>What has arrived for a day.</summary>
/// <param name="Totals">The sums.</param>
/// <param name="Parts">How many batches brought something for the day.</param>
/// <param name="Arrived">When the last event that did so in running sums was enqueued; null before the first.</param>
public sealed record LiveDay(LiveTotals Totals, long Parts, Instant? Arrived);

/// <summary>Reads the running sums of a day: two rows of each partition. Where a partition's are behind, its blocks' totals are added up instead.</summary>
public sealed class LiveReader(HeadStore heads, LedgerReader ledger)
{
    /// <summary>The sums of all partitions.</summary>
    /// <exception cref="LedgerDataMissingException">The sums of a partition are behind, and some of its blocks are missing.</exception>
    public async ValueTask<LiveDay> ReadAsync(SettlementDay day, IEnumerable<int> partitions, CancellationToken cancellationToken)
    {
        var rows = await Task.WhenAll(partitions.Select(partition => ReadAsync(day, partition, cancellationToken)));
        var sum = new LiveTotals();
        foreach (var row in rows)
        {
            sum.Add(row.Totals);
        }
        var arrived = rows.Max(row => row.Arrived);
        return new LiveDay(
            sum,
            rows.Sum(row => row.Number),
            arrived == 0 ? null : Instant.FromDateTimeUtc(new DateTime(arrived, DateTimeKind.Utc))
        );
    }

    private async Task<LiveRow> ReadAsync(SettlementDay day, int partition, CancellationToken cancellationToken)
    {
        if (await heads.FindLiveAsync(partition, day, cancellationToken) is { } live)
        {
            return live;
        }
        var head = await heads.ReadAsync(new(Hubs.Readings, partition), cancellationToken);
        var totals = new DayTotals();
        await foreach (var block in ledger.BlocksAsync(day, new Cut([PartitionCut.Of(partition, head)], []), cancellationToken))
        {
            await ledger.Blocks.Open(block).AddTotalsAsync(totals, cancellationToken);
        }
        return new LiveRow(await heads.CountAsync(new(Hubs.Readings, partition), day, cancellationToken), 0, LiveTotals.FromTotals(totals));
    }
}
