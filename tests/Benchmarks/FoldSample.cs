using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Messages;
using Settlement.Reliability.Support;
using Settlement.Storage.Sqlite;

namespace Settlement.Benchmarks;

/// <summary>
/// A ledger with many blocks of day messages: the values of a few messages again and again, each for a meter of its own, two in a hundred
/// for a meter that has reported before, with a higher revision.
/// </summary>
internal sealed class FoldSample : IDisposable
{
    public const int RowsPerBlock = 20_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("settlement-bench-");
    private readonly SqliteTableStore _store;

    private FoldSample(int blocks)
    {
        _store = new SqliteTableStore(Path.Combine(_folder.FullName, "ledger.db"));
        Blocks = blocks;
        Reader = new LedgerReader(_store, new HeadStore(_store));
        Fold = new DayFold(Reader);
        Cut = new Cut([new PartitionCut(0, blocks, blocks - 1)], []);
    }

    public static SettlementDay Day { get; } = SettlementDay.Parse(NationalMix.Day);

    public int Blocks { get; }

    public DayFold Fold { get; }

    public LedgerReader Reader { get; }

    public Cut Cut { get; }

    /// <summary>The size of the database and its log.</summary>
    public long StoredBytes => _folder.EnumerateFiles().Sum(file => file.Length);

    /// <summary>The n-th meter of a block.</summary>
    public static Mpan Meter(int block, int row)
    {
        var number = (block * (long)RowsPerBlock) + row;
        return Mpan.FromFirstTwelve(((10 + (number % 14)) * 10_000_000_000) + (number * 7_919 % 10_000_000_000));
    }

    public static async Task<FoldSample> MakeAsync(int blocks, ReferenceData reference)
    {
        var sample = new FoldSample(blocks);
        var (store, writer, heads) = (new BlockStore(sample._store), new BlockWriter(), new HeadStore(sample._store));
        var messages = new ReadingDecoder(reference).Decode(new NationalMix(5).DayEvents(RowsPerBlock));
        var values = messages.Rows.ToArray().Select(row => messages.Values(row).AllWattHours()).ToArray();
        var (batch, random) = (new ReadingBatch(), new Random(5));
        var cells = messages.Cells.Select(cell => batch.CellOf(cell.Day, cell.Cell)).ToArray();
        for (var block = 0; block < blocks; block++)
        {
            batch.Clear();
            batch.Begin(new RowEvent(block, NationalMix.Enqueued.UtcTicks + block));
            for (var i = 0; i < values.Length; i++)
            {
                var again = block > 0 && random.Next(100) < 2;
                var row = messages.Rows[i];
                batch.Add(
                    cells[row.Cell],
                    again ? Meter(random.Next(block), i) : Meter(block, i),
                    row.First,
                    values[i],
                    0,
                    [row.Quality],
                    again ? 1 : 0,
                    i
                );
            }

            var id = new BlockId(Day.Number, 0, block + 1, "0123456789ab");
            await store.WriteAsync(id, batch, writer, default);
            await heads.AdvanceAsync(
                new(Hubs.Readings, 0),
                await heads.ReadAsync(new(Hubs.Readings, 0), default),
                new HeadAdvance(block, block, id.Attempt, [new DayContribution(id.Day)], 1, values.Length, 0),
                NationalMix.Enqueued,
                default
            );
        }

        return sample;
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }
}
