using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Messages;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Blocks;

/// <summary>What a national mix of messages costs: things that can be counted, and no times.</summary>
public sealed class NationalBlockTests
{
    private const int Messages = 20_000;

    private static readonly BlockId Id = new(SettlementDay.Parse(NationalMix.Day).Number, 0, 1, "0123456789ab");

    [Fact]
    public async Task A_reading_takes_less_than_two_and_a_half_bytes_with_everything_and_a_block_is_one_transaction()
    {
        var batch = new ReadingDecoder(await ReferenceAsync()).Decode(new NationalMix(1).DayEvents(Messages));
        Assert.Equal((Messages, 0), (batch.Accepted, batch.Rejects.Count));
        var writes = new BlockWriter().Write(Id, batch);
        Assert.InRange(writes.Sum(write => write.Value.Length) / (Messages * 48.0), 0.5, 2.5);
        TableLimits.Check("blocks", "p", writes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_body_to_block_a_reading_costs_no_memory_once_the_mix_is_known(bool days)
    {
        var events = days ? new NationalMix(2).DayEvents(Messages) : new NationalMix(2).SingleEvents(Messages);
        var (decoder, writer) = (new ReadingDecoder(await ReferenceAsync()), new BlockWriter());
        for (var round = 0; round < 3; round++)
        {
            writer.Write(Id, decoder.Decode(events));
        }
        Assert.True(decoder.ReadOnFastPath >= 2 * Messages);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var batch = decoder.Decode(events);
        var decoded = GC.GetAllocatedBytesForCurrentThread();
        writer.Write(Id, batch);
        // A batch costs something small, whatever is in it: decoding a list of rejects, a block its parts and rows.
        Assert.InRange(decoded - before, 0, 1_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - decoded, 0, 40_000);
    }

    private static async Task<ReferenceData> ReferenceAsync() =>
        await (await NationalMix.ReferenceAsync(new InMemoryTableStore())).LoadCurrentAsync();
}
