using BenchmarkDotNet.Attributes;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Periods;
using Settlement.Domain.Reference;
using Settlement.Domain.Trading;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Messages;
using Settlement.Reliability.Support;

namespace Settlement.Benchmarks;

/// <summary>From event body to block: the walk of a plain reader is what decoding is measured against.</summary>
[MemoryDiagnoser]
public class Decoding
{
    private const int Messages = 20_000;

    private List<HubEvent> _events = [];
    private ReadingDecoder? _decoder;
    private ReadingBatch? _batch;
    private readonly BlockWriter _writer = new();

    [Params("days", "singles")]
    public string Input { get; set; } = "days";

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _events = Input == "days" ? new NationalMix(1).DayEvents(Messages) : new NationalMix(1).SingleEvents(Messages);
        _decoder = new ReadingDecoder(await QuickTable.ReferenceAsync());
        _batch = new ReadingDecoder(_decoder.Reference).Decode(_events);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Messages)]
    public long Utf8JsonReaderWalk() => Work.Walk(_events);

    [Benchmark(OperationsPerInvoke = Messages)]
    public int DecodeCheckPreAggregate() => _decoder!.Decode(_events).Accepted;

    [Benchmark(OperationsPerInvoke = Messages)]
    public int WriteBlock() => _writer.Write(Work.Block, _batch!).Count;
}

/// <summary>Reading a block of 20,000 messages back: its ids, its totals, and all of its values.</summary>
[MemoryDiagnoser]
public class Reading
{
    private FoldSample? _sample;
    private StoredBlock? _block;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _sample = await FoldSample.MakeAsync(1, await QuickTable.ReferenceAsync());
        await foreach (var block in _sample.Reader.BlocksAsync(FoldSample.Day, _sample.Cut, default))
        {
            _block = block;
        }
    }

    [GlobalCleanup]
    public void CleanUp() => _sample?.Dispose();

    [Benchmark(OperationsPerInvoke = FoldSample.RowsPerBlock)]
    public async Task<int> Ids()
    {
        var (reader, rows) = (_sample!.Reader.Blocks.Open(_block!), 0);
        for (var slice = 0; slice < _block!.Header.Slices; slice++)
        {
            rows += (await reader.IdsAsync(slice, default)).Mpans.Length;
        }
        return rows;
    }

    [Benchmark(OperationsPerInvoke = FoldSample.RowsPerBlock)]
    public async Task<int> Totals()
    {
        var totals = new DayTotals();
        await _sample!.Reader.Blocks.Open(_block!).AddTotalsAsync(totals, default);
        return totals.Cells.Count;
    }

    [Benchmark(OperationsPerInvoke = FoldSample.RowsPerBlock)]
    public async Task<long> Values()
    {
        var (reader, sum) = (_sample!.Reader.Blocks.Open(_block!), 0L);
        for (var slice = 0; slice < _block!.Header.Slices; slice++)
        {
            var rows = await reader.RowsAsync(slice, await reader.IdsAsync(slice, default), default);
            for (var row = 0; row < rows.Ids.Mpans.Length; row++)
            {
                sum += Sum(rows.Values(row));
            }
        }

        return sum;
    }

    private static long Sum(RowValues values)
    {
        long sum = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values.WattHours(i);
        }
        return sum;
    }
}

/// <summary>Folding and settling a day of half a million messages.</summary>
[MemoryDiagnoser]
public class Settling
{
    private const int Groups = 8;

    private FoldSample? _sample;
    private MarketDay? _market;
    private DayTotals _totals = new();

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var reference = await QuickTable.ReferenceAsync();
        _sample = await FoldSample.MakeAsync(25, reference);
        _market = reference.On(FoldSample.Day);
        _totals = await _sample.Fold.FoldAsync(FoldSample.Day, _sample.Cut, 0, 1, default);
    }

    [GlobalCleanup]
    public void CleanUp() => _sample?.Dispose();

    [Benchmark]
    public async Task<int> FoldOneOfEightGroups() =>
        (await _sample!.Fold.FoldAsync(FoldSample.Day, _sample.Cut, 0, Groups, default)).Cells.Count;

    [Benchmark]
    public PeriodResult SettleOnePeriod() =>
        PeriodSettlement.Settle(
            "SF",
            new SettlementPeriod(FoldSample.Day, 20),
            _totals.CellsInPeriod(20),
            new MarketInputs(
                _market!.GspGroups.ToDictionary(group => group.Id, _ => new GspGroupTake(1_000, false), StringComparer.Ordinal),
                new SystemPrice(90, 80),
                _market
                    .BmUnits.Where(unit => unit.Kind != BmUnitKind.Supplier)
                    .ToDictionary(unit => unit.Id, _ => 100m, StringComparer.Ordinal),
                [],
                new Dictionary<string, decimal>(StringComparer.Ordinal)
            ),
            _market,
            []
        );
}
