using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Rejects;

namespace Settlement.Runs.Tests.Bounds;

/// <summary>With 1,000,000 rejects a page of the list costs as many requests as with a few.</summary>
public sealed class ManyRejectsTests : IClassFixture<ManyRejectsTests.Million>
{
    private static readonly PartitionId[] Partitions = [new(Hubs.Market, 0), new(Hubs.Readings, 0), new(Hubs.Readings, 1)];

    private readonly Million _million;

    public ManyRejectsTests(Million million) => _million = million;

    [Fact]
    public async Task The_first_page_reads_the_counts_and_what_it_shows()
    {
        var page = await PageAsync(new RejectFilter(), null, 100);

        Assert.Equal(Million.Count, page.Total);
        Assert.Equal(Million.Count, page.ByReason["bad-mpan"]);
        Assert.Equal(Million.Rare, page.ByReason["negative"]);
        Assert.Equal(Enumerable.Range(0, 100), page.Items.Select(item => (int)item.Id.Position));
        Assert.InRange(_million.Store.Requests, 1, 10);
    }

    [Fact]
    public async Task A_page_in_the_middle_is_found_without_those_before_it()
    {
        // The last of partition 0 and the first of partition 1 stand on one page.
        var head = await _million.Heads.ReadAsync(Partitions[1], default);
        var after = new RejectPlace(head.Step, new RejectId(Partitions[1], head.Sequence - 50, 0));
        var page = await PageAsync(new RejectFilter(), after, 100);

        Assert.Equal((head.Sequence - 49, 49L), (page.Items[0].Id.Position, page.Items[^1].Id.Position));
        Assert.Equal(Million.Count, page.Total);
        Assert.InRange(_million.Store.Requests, 1, 15);
    }

    [Fact]
    public async Task The_few_with_a_reason_are_found_among_the_others()
    {
        var page = await PageAsync(new RejectFilter(Reason: RejectReasons.Negative), null, 1000);

        Assert.Equal((Million.Rare, Million.Rare), ((int)page.Total, page.Items.Count));
        Assert.Null(page.Next);
        Assert.All(page.Items, item => Assert.True(item.Reject.Reasons.HasFlag(RejectReasons.Negative)));
        Assert.InRange(_million.Store.Requests, 1, 10 + (2 * Million.Rare));
    }

    [Fact]
    public async Task The_few_of_a_day_with_a_reason_are_found_among_the_others()
    {
        var filter = new RejectFilter(Million.RareDay, RejectReasons.BadMpan);
        var first = await PageAsync(filter, null, 4);
        var second = await PageAsync(filter, first.Next, 4);

        Assert.Equal((Million.Rare, 4, 3), ((int)first.Total, first.Items.Count, second.Items.Count));
        Assert.Null(second.Next);
        Assert.InRange(_million.Store.Requests, 1, 30);
        Assert.Equal(0, (await PageAsync(new RejectFilter(Million.RareDay, RejectReasons.NotJson), null, 4)).Total);
        Assert.InRange(_million.Store.Requests, 3, 3);
    }

    [Fact]
    public async Task A_thousand_named_ones_are_found_by_their_ids()
    {
        var ids = Enumerable.Range(0, 1_000).Select(i => new RejectId(Partitions[1], 200_000 + i, 0)).ToList();
        _million.Store.Requests = 0;
        var found = new List<RejectId>();
        await foreach (var stored in _million.Rejects.FindAsync(ids, default))
        {
            found.Add(stored.Id);
        }

        Assert.Equal(ids, found);
        // Each is looked up among those that came again; all else is a few requests.
        Assert.InRange(_million.Store.Requests, 1_000, 1_050);
    }

    private async Task<RejectPage> PageAsync(RejectFilter filter, RejectPlace? after, int limit)
    {
        _million.Store.Requests = 0;
        return await _million.Rejects.List.ReadPageAsync(Partitions, filter, after, limit, default);
    }

    /// <summary>A ledger with 1,000,000 rejects, put into it as ingestion puts them.</summary>
    public sealed class Million : IAsyncLifetime
    {
        public const int Count = 1_000_000;

        /// <summary>So many of them have a reason, and so many others a day, that no others have.</summary>
        public const int Rare = 7;

        private const int StepRejects = 1_000;

        internal static SettlementDay RareDay { get; } = SettlementDay.Parse("1970-01-01");

        internal CountingStore Store { get; } = new(new InMemoryTableStore());

        internal HeadStore Heads { get; private set; } = null!;

        internal RejectStore Rejects { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Heads = new HeadStore(Store);
            Rejects = new RejectStore(Store, Heads);
            foreach (var partition in Partitions[1..])
            {
                for (var step = 1; step <= Count / StepRejects / 2; step++)
                {
                    await AddAsync(partition, step);
                }
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private async Task AddAsync(PartitionId partition, int step)
        {
            var from = (step - 1L) * StepRejects;
            var isRare = partition.Number == 0 && step % 70 == 0;
            var rejects = Enumerable.Range(0, StepRejects).Select(i => Make(from + i, isRare ? i : -1)).ToList();
            var change = await Rejects.WriteAsync(partition, step, "attempt", rejects, new TakenReplays([], [], []), default);
            var move = new HeadAdvance(from, from + StepRejects - 1, "attempt", [], StepRejects, 0, StepRejects) { Rejects = change };
            await Heads.AdvanceAsync(partition, await Heads.ReadAsync(partition, default), move, Decoding.Noon, default);
        }

        private static Reject Make(long sequence, int place) =>
            new(
                sequence,
                0,
                Decoding.Noon,
                place == 17 ? RareDay.ToString() : $"2026-06-{(sequence % 4) + 11}",
                null,
                place == 500 ? RejectReasons.BadMpan | RejectReasons.Negative : RejectReasons.BadMpan,
                "{}"u8.ToArray()
            );
    }
}
