using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Merging;
using Settlement.Ledger.Messages;
using Settlement.Reliability.Support;
using Settlement.Runs.Records;

namespace Settlement.Benchmarks;

/// <summary>A day of small blocks, in memory, and the merger that makes large ones of them.</summary>
internal sealed class MergeSample(BlockMerger merger, long readings)
{
    /// <summary>How many values there are.</summary>
    public long Readings => readings;

    public static async Task<MergeSample> MakeAsync(int messagesABlock, int messages, ReferenceData reference)
    {
        var (store, mix, decoder, writer) = (
            new InMemoryTableStore(),
            new NationalMix(3),
            new ReadingDecoder(reference),
            new BlockWriter()
        );
        var (blocks, heads, readings) = (new BlockStore(store), new HeadStore(store), 0L);
        for (var block = 0; block < messages / messagesABlock; block++)
        {
            var batch = decoder.Decode(mix.DayEvents(messagesABlock, block));
            readings += QuickTable.Readings(batch);
            var id = new BlockId(FoldSample.Day.Number, 0, block + 1, "0123456789ab");
            await blocks.WriteAsync(id, batch, writer, default);
            var move = new HeadAdvance(block, block, id.Attempt, [new DayContribution(id.Day)], 1, batch.Accepted, 0);
            await heads.AdvanceAsync(
                new(Hubs.Readings, 0),
                await heads.ReadAsync(new(Hubs.Readings, 0), default),
                move,
                NationalMix.Enqueued,
                default
            );
        }

        var cuts = new RunCuts(new RunStore(store, TimeProvider.System));
        return new MergeSample(
            new BlockMerger(store, new LedgerReader(store, heads), heads, cuts, TimeProvider.System) { FewBlocks = 2 },
            readings
        );
    }

    public ValueTask<MergeOutcome> MergeAsync() => merger.MergeAsync(0, FoldSample.Day, default);
}
