using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Market;
using Settlement.Ledger.Merging;
using Settlement.Ledger.Rejects;
using Settlement.Runs.Records;
using Settlement.Storage;

namespace Settlement.Reliability.Support;

/// <summary>What a process has that works on a ledger with the reference data of <see cref="TestMarket"/>; made anew, it knows nothing from before.</summary>
public sealed class LedgerParts
{
    private readonly ReadingsIngest _readings;
    private readonly MarketIngest _market;

    /// <summary>Opens a ledger.</summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="hub">What gives events of both hubs again.</param>
    /// <param name="cuts">The cuts that merges must not cross; none for a ledger that is only read.</param>
    /// <param name="clock">The clock of merges.</param>
    /// <param name="quarantines">Whether implausible values wait aside.</param>
    public LedgerParts(ITableStore store, IHubReader hub, IRunCuts? cuts = null, TimeProvider? clock = null, bool quarantines = false)
    {
        var references = quarantines ? TestMarket.QuarantiningReferences : TestMarket.References;
        Doubts = new DoubtStore(store, new HeadStore(store));
        Heads = new HeadStore(store);
        Rejects = new RejectStore(store, Heads);
        Stops = new StopStore(store, TimeProvider.System);
        Watch = new HubWatch(Heads, Stops, hub);
        Reader = new LedgerReader(store, Heads);
        Live = new LiveReader(Heads, Reader);
        cuts ??= new RunCuts(new RunStore(store, TimeProvider.System));
        Merger = new BlockMerger(store, Reader, Heads, cuts, clock ?? TimeProvider.System) { TargetRows = 60, FewBlocks = 2 };
        Sweeper = new BlockSweeper(store, Heads, cuts, clock ?? TimeProvider.System);
        DayFold = new DayFold(Reader);
        var market = new MarketStore(store);
        MarketFold = new MarketFold(market, Heads);
        _readings = new ReadingsIngest(store, Heads, references, Rejects, Stops, hub);
        _market = new MarketIngest(Heads, references, market, Rejects, Stops, hub);
    }

    public HeadStore Heads { get; }

    public RejectStore Rejects { get; }

    public DoubtStore Doubts { get; }

    public StopStore Stops { get; }

    public HubWatch Watch { get; }

    public LedgerReader Reader { get; }

    public LiveReader Live { get; }

    public BlockMerger Merger { get; }

    public BlockSweeper Sweeper { get; }

    public DayFold DayFold { get; }

    public MarketFold MarketFold { get; }

    public PartitionIngest Ingest(string hub) => hub == Hubs.Readings ? _readings : _market;

    /// <summary>The cut at which the first partitions of both hubs stand.</summary>
    public async ValueTask<Cut> CutAsync(int readings, int market)
    {
        return new Cut(await OfAsync(Hubs.Readings, readings), await OfAsync(Hubs.Market, market));

        async ValueTask<List<PartitionCut>> OfAsync(string hub, int partitions)
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
}
