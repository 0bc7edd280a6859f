using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Messages;
using Settlement.Reliability.Histories;
using Settlement.Reliability.Support;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Storage;

namespace Settlement.Reliability.Fuzzing;

/// <summary>A row that stands in a small ledger.</summary>
internal sealed record StoredRow(string Table, string Partition, TableEntry Entry);

/// <summary>A small ledger of which rows can be spoiled one at a time, and what it says of the things that a row belongs to.</summary>
internal sealed class StoredSample
{
    private const int Partitions = 2;
    private const int Groups = 2;

    private static readonly DateTimeOffset Enqueued = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly[] Days = [new(2026, 3, 29), new(2026, 6, 16), new(2026, 10, 25)];

    private readonly InMemoryTableStore _store = new();
    private readonly LedgerParts _ledger;
    private readonly ResultStore _results;
    private readonly Cut _cut;
    private readonly RunKey _run;
    private readonly string[] _mpans;
    private readonly Dictionary<(string Table, string Partition), (IReadOnlyList<string> Said, long Allocated)> _said = [];

    private StoredSample(long seed)
    {
        var random = SeededRandom.Create(seed);
        var day = Days[random.Next(Days.Length)];
        // Now and then a block is so large that it has several slices.
        var wide = random.Next(40) == 0;
        _mpans = [.. Enumerable.Range(0, wide ? 1_200 : random.Next(2, 9)).Select(n => Meters.Mpan((n * 7) + 1, n % 3 == 0 ? 12 : 10))];
        _ledger = new LedgerParts(_store, new HubMemory());
        _results = new ResultStore(_store);
        var readings = new MessageGenerator(random, _mpans, day, wide, new Tally());
        var market = new MarketMessageGenerator(random, day);
        for (var i = 0; i < 4; i++)
        {
            Take(Hubs.Readings, i, Body(random, readings.Next, wide && i == 0 ? 1_300 : random.Next(1, 9)));
            Take(Hubs.Market, i, Body(random, market.Next, random.Next(2, 9)));
        }

        _cut = Now(_ledger.CutAsync(Partitions, Partitions));
        _run = new RunKey(SettlementDay.Parse($"{day:yyyy-MM-dd}"), "SF", 1);
        for (var group = 0; group < Groups; group++)
        {
            Now(_results.WriteFoldAsync(_run, group, Now(_ledger.DayFold.FoldAsync(_run.Day, _cut, group, Groups, default)), default));
        }
        Rows =
        [
            .. _store
                .All()
                .Where(row => row.Table is "blocks" or "market" or "rejects" or "results")
                .Select(row => new StoredRow(row.Table, row.Partition, row.Entry)),
        ];
    }

    /// <summary>The rows that can be spoiled.</summary>
    public IReadOnlyList<StoredRow> Rows { get; }

    /// <summary>Makes the sample of a seed.</summary>
    public static StoredSample Make(long seed) => new(seed);

    /// <summary>What the ledger says where a row matters, while it is whole, and how much memory it takes to say so.</summary>
    public (IReadOnlyList<string> Said, long Allocated) Whole(StoredRow row)
    {
        if (_said.TryGetValue((row.Table, row.Partition), out var known))
        {
            return known;
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        IReadOnlyList<string> said = [.. Readings(row).Select(reading => reading())];
        return _said[(row.Table, row.Partition)] = (said, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>What the ledger says where a row matters, with other bytes in its place or none: a text each way of reading, or what it ended in.</summary>
    public IReadOnlyList<(string? Text, Exception? Ended)> Spoilt(StoredRow row, byte[]? bytes)
    {
        Write(row, bytes is null ? TableWrite.Delete(row.Entry.Row) : TableWrite.Put(row.Entry.Row, bytes));
        try
        {
            return [.. Readings(row).Select(Try)];
        }
        finally
        {
            Write(row, TableWrite.Put(row.Entry.Row, row.Entry.Value));
        }
    }

    private static (string? Text, Exception? Ended) Try(Func<string> reading)
    {
        try
        {
            return (reading(), null);
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }

    private IEnumerable<Func<string>> Readings(StoredRow row)
    {
        switch (row.Table)
        {
            case "blocks":
                yield return () => LedgerText.Totals(Now(_ledger.DayFold.FoldAsync(DayOf(row), _cut, 0, 1, default)));
                yield return () => LedgerText.Totals(Now(_ledger.DayFold.FoldFromReadingsAsync(DayOf(row), _cut, 0, 1, default)));
                yield return () =>
                    LedgerText.Lines(
                        All(
                                _ledger.Reader.VersionsAsync(
                                    Domain.Market.Mpan.FromFirstTwelve(
                                        long.Parse(_mpans[0].AsSpan(0, 12), System.Globalization.CultureInfo.InvariantCulture)
                                    ),
                                    DayOf(row),
                                    _cut,
                                    default
                                )
                            )
                            .SelectMany(LedgerText.Version)
                    );
                break;
            case "market":
                yield return () => LedgerText.Market(Now(_ledger.MarketFold.FoldAsync(DayOf(row), _cut, default)));
                break;
            case "rejects":
                yield return () =>
                    LedgerText.Lines(
                        All(_ledger.Rejects.ReadAsync(new(row.Partition[..^5], row.Partition[^1] - '0'), default))
                            .Select(reject =>
                                $"{LedgerText.Reject(reject)} {reject.Reject.Reasons} {reject.Reject.Day} {reject.Reject.Mpan} {reject.Reject.Enqueued:O}"
                            )
                    );
                break;
            default:
                yield return () =>
                {
                    var sum = new DayTotals();
                    for (var group = 0; group < Groups; group++)
                    {
                        sum.Add(Now(_results.ReadFoldAsync(_run, group, default)));
                    }
                    return LedgerText.Totals(sum);
                };
                break;
        }
    }

    private static SettlementDay DayOf(StoredRow row) => SettlementDay.Parse(row.Partition[..10]);

    private static byte[] Body(Random random, Func<(string Json, bool Accepted)> next, int count) =>
        Encoding.UTF8.GetBytes(
            random.Next(15) == 0 ? "no json" : $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => next().Json))}]"
        );

    private void Take(string hub, int number, byte[] body) =>
        Now(
            _ledger
                .Ingest(hub)
                .IngestAsync(number % Partitions, [new HubEvent(number / Partitions, Enqueued.AddSeconds(number), body)], default)
        );

    private void Write(StoredRow row, TableWrite write) => Now(_store.WriteAsync(row.Table, row.Partition, [write], default));

    private static void Now(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    private static T Now<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    private static List<T> All<T>(IAsyncEnumerable<T> items)
    {
        return Now(ReadAsync());

        async ValueTask<List<T>> ReadAsync()
        {
            var list = new List<T>();
            await foreach (var item in items)
            {
                list.Add(item);
            }
            return list;
        }
    }
}
