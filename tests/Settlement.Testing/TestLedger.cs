using Settlement.Domain.Calendar;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Market;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Reference;
using Settlement.Storage;

namespace Settlement.Testing;

/// <summary>A ledger in memory with the reference data of <see cref="TestMarket"/>.</summary>
internal sealed class TestLedger
{
    private readonly Dictionary<(string Hub, int Partition), long> _next = [];

    private TestLedger(ITableStore store, ReferenceStore references)
    {
        Store = store;
        References = references;
        Heads = new HeadStore(store);
        Rejects = new RejectStore(store, Heads);
        Doubts = new DoubtStore(store, Heads);
        Market = new MarketStore(store);
        Stops = new StopStore(store, TimeProvider.System);
        ReadingsIngest = new ReadingsIngest(store, Heads, references, Rejects, Stops, Hub);
        MarketIngest = new MarketIngest(Heads, references, Market, Rejects, Stops, Hub);
        Watch = new HubWatch(Heads, Stops, Hub);
        MarketFold = new MarketFold(Market, Heads);
        DayFold = new DayFold(new LedgerReader(store, Heads));
    }

    public ITableStore Store { get; }

    public ReferenceStore References { get; }

    public HeadStore Heads { get; }

    public RejectStore Rejects { get; }

    public DoubtStore Doubts { get; }

    public StopStore Stops { get; }

    public HubWatch Watch { get; }

    /// <summary>The hub that events can be read from again.</summary>
    public HubMemory Hub { get; } = new();

    public MarketStore Market { get; }

    public ReadingsIngest ReadingsIngest { get; }

    public MarketIngest MarketIngest { get; }

    public MarketFold MarketFold { get; }

    public DayFold DayFold { get; }

    public static async Task<TestLedger> MakeAsync(ITableStore? store = null)
    {
        store ??= new InMemoryTableStore();
        return new TestLedger(store, await TestMarket.InAsync(store));
    }

    /// <summary>An ingest of its own over a store that fails or dies, with everything beneath it on that store.</summary>
    public ReadingsIngest IngestOver(ITableStore faulty)
    {
        var heads = new HeadStore(faulty);
        return new ReadingsIngest(
            faulty,
            heads,
            new ReferenceStore(faulty),
            new RejectStore(faulty, heads),
            new StopStore(faulty, TimeProvider.System),
            Hub
        );
    }

    /// <summary>Takes bodies as the next events of a partition, in one delivery.</summary>
    public Task<IngestOutcome> ReadingsAsync(int partition, params string[] bodies) =>
        TakeAsync(ReadingsIngest, Hubs.Readings, partition, Decoding.Noon, bodies);

    /// <summary>Takes bodies as the next events of a partition, in one delivery.</summary>
    public Task<IngestOutcome> MarketAsync(int partition, params string[] bodies) =>
        TakeAsync(MarketIngest, Hubs.Market, partition, Decoding.Noon, bodies);

    /// <summary>Takes bodies as the next events of a partition, enqueued at a certain time.</summary>
    public Task<IngestOutcome> MarketAsync(int partition, DateTimeOffset enqueued, params string[] bodies) =>
        TakeAsync(MarketIngest, Hubs.Market, partition, enqueued, bodies);

    /// <summary>Takes releases of values as the next events of a partition, in one delivery.</summary>
    public Task<IngestOutcome> ReleaseAsync(int partition, params DoubtId[] ids) =>
        TakeAsync(ReadingsIngest, Hubs.Readings, partition, [.. ids.Select(id => Decoding.Event("{}") with { ReleaseOf = id.ToString() })]);

    /// <summary>The doubts of a day and partition.</summary>
    public async Task<List<StoredDoubt>> DoubtsAsync(SettlementDay day, int partition = 0)
    {
        var found = new List<StoredDoubt>();
        await foreach (var doubt in Doubts.ReadAsync(day, partition, long.MaxValue, default))
        {
            found.Add(doubt);
        }
        return found;
    }

    /// <summary>Sets parameters of the market, in place of those that it has.</summary>
    public async Task SetAsync(params string[] parameters) =>
        await References.ReplaceAsync(new Dictionary<string, string> { ["parameters"] = $"name,value\n{string.Join('\n', parameters)}\n" });

    /// <summary>The cut at which some partitions of both hubs stand.</summary>
    public async Task<Cut> CutAsync(int partitions = 1)
    {
        return new Cut(await OfAsync(Hubs.Readings), await OfAsync(Hubs.Market));

        async Task<List<PartitionCut>> OfAsync(string hub)
        {
            var cuts = new List<PartitionCut>();
            for (var partition = 0; partition < partitions; partition++)
            {
                var head = await Heads.ReadAsync(new(hub, partition), default);
                cuts.Add(PartitionCut.Of(partition, head));
            }

            return cuts;
        }
    }

    /// <summary>The rejects of a partition.</summary>
    public async Task<List<StoredReject>> RejectsAsync(string hub, int partition)
    {
        var found = new List<StoredReject>();
        await foreach (var reject in Rejects.ReadAsync(new(hub, partition), default))
        {
            found.Add(reject);
        }
        return found;
    }

    private Task<IngestOutcome> TakeAsync(PartitionIngest ingest, string hub, int partition, DateTimeOffset enqueued, string[] bodies) =>
        TakeAsync(ingest, hub, partition, [.. bodies.Select(body => Decoding.Event(body, enqueued))]);

    private async Task<IngestOutcome> TakeAsync(PartitionIngest ingest, string hub, int partition, IReadOnlyList<HubEvent> sent)
    {
        var first = _next.GetValueOrDefault((hub, partition));
        _next[(hub, partition)] = first + sent.Count;
        HubEvent[] events = [.. sent.Select((e, i) => e with { Sequence = first + i })];
        Hub.Keep(hub, partition, events);
        return await ingest.IngestAsync(partition, events, default);
    }
}
