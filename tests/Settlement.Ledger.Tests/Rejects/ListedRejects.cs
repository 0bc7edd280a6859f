using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Rejects;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Rejects;

/// <summary>Compares the pages of the list and what they say of all pages with a walk over everything that is stored.</summary>
internal static class ListedRejects
{
    private static readonly PartitionId[] Partitions = [new(Hubs.Market, 0), new(Hubs.Readings, 0), new(Hubs.Readings, 1)];

    private static readonly string[] Days = ["2026-06-16", "2026-06-17", "1970-01-01", "9999-12-31"];

    private static readonly RejectReasons[] Reasons =
    [
        RejectReasons.None,
        RejectReasons.NotJson,
        RejectReasons.SupplierUnknown,
        RejectReasons.BadMpan,
        RejectReasons.DayTooOld,
    ];

    public static async Task<List<StoredReject>> CheckAsync(this TestLedger ledger, int limit = 3)
    {
        var all = new List<StoredReject>();
        foreach (var partition in Partitions)
        {
            all.AddRange(await ledger.RejectsAsync(partition.Hub, partition.Number));
        }
        foreach (var day in Days.Select(SettlementDay.Parse).Select(day => (SettlementDay?)day).Append(null))
        {
            foreach (var reason in Reasons)
            {
                await CheckAsync(ledger, new RejectFilter(day, reason), all, limit);
            }
        }
        return all;
    }

    private static async Task CheckAsync(TestLedger ledger, RejectFilter filter, List<StoredReject> all, int limit)
    {
        var expected = all.Where(stored => filter.Matches(stored.Reject)).ToList();
        var byReason = expected.SelectMany(stored => stored.Reject.Reasons.ToCodes()).CountBy(code => code).ToDictionary();
        var (listed, next) = (new List<StoredReject>(), default(RejectPlace));
        do
        {
            var page = await ledger.Rejects.List.ReadPageAsync(Partitions, filter, next, limit, default);
            Assert.Equal(expected.Count, page.Total);
            Assert.Equal(
                byReason.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => (each.Key, (long)each.Value)),
                page.ByReason.Select(each => (each.Key, each.Value))
            );
            listed.AddRange(page.Items);
            next = page.Next;
            Assert.True(next is null || await ledger.Rejects.List.HasPlaceAsync(Partitions, next, default));
        } while (next is not null);

        Assert.Equal(expected.Select(stored => stored.Id), listed.Select(stored => stored.Id));
        Assert.Equal(expected.Select(stored => stored.BodyText), listed.Select(stored => stored.BodyText));
    }

    /// <summary>Makes of a partition what earlier code would have left: a head that does not say since when rejects are counted.</summary>
    public static async Task AgeAsync(ITableStore store, string partition, bool withoutLists)
    {
        var head = (await store.ReadAsync("heads", partition, "head", default))!;
        var text = System.Text.Encoding.UTF8.GetString(head.Value.Span);
        var old = text[..text.IndexOf(",\"rejectsSince\"", StringComparison.Ordinal)] + "}";
        await store.WriteAsync("heads", partition, [TableWrite.Put("head", System.Text.Encoding.UTF8.GetBytes(old))], default);
        if (withoutLists)
        {
            await store.WriteAsync("heads", partition, [TableWrite.Delete("head-rejects")], default);
            await store.DeleteAsync("rejectlists", partition, RowRange.All, default);
        }
    }
}
