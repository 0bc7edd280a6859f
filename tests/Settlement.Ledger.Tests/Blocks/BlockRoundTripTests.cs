using System.Numerics;
using CsCheck;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Tests.Blocks;

public sealed class BlockRoundTripTests
{
    [Fact]
    public async Task Rows_come_back_as_they_went_in() =>
        await BlockSample.Batches(60).SampleAsync(batch => RoundTripAsync(batch, 1), iter: 300);

    [Theory]
    [InlineData(1_023, 1)]
    [InlineData(1_024, 2)]
    [InlineData(1_536, 4)]
    [InlineData(5_000, 16)]
    [InlineData(40_000, 64)]
    public async Task A_larger_block_is_dealt_out_over_more_slices(int rows, int slices) =>
        await RoundTripAsync(BlockSample.Make(rows, 7, rows), slices);

    [Theory]
    [InlineData(0UL)]
    [InlineData(127UL)]
    [InlineData(128UL)]
    [InlineData(255UL)]
    [InlineData(256UL)]
    [InlineData(16_383UL)]
    [InlineData(16_384UL)]
    [InlineData(ulong.MaxValue)]
    public void A_number_of_any_length_comes_back(ulong value)
    {
        var buffer = new BlockBuffer();
        buffer.WriteVarUInt64(value);
        buffer.WriteZigZag(unchecked((long)value));
        buffer.WriteZigZag(-1);
        var cursor = new BlockCursor(buffer.Written.Span);
        Assert.Equal((value, unchecked((long)value), -1L), (cursor.ReadVarUInt64(), cursor.ReadZigZag(), cursor.ReadZigZag()));
        Assert.True(cursor.AtEnd);
        Assert.True(buffer.Written.Length <= 21);
    }

    [Fact]
    public void A_decimal_of_any_scale_comes_back() =>
        Gen.Decimal.Sample(value =>
        {
            var buffer = new BlockBuffer();
            buffer.Decimal(value);
            var back = new BlockCursor(buffer.Written.Span).Decimal();
            Assert.Equal((value, value.Scale), (back, back.Scale));
        });

    private static async Task RoundTripAsync(ReadingBatch batch, int slices)
    {
        var blocks = new BlockStore(new InMemoryTableStore());
        await blocks.WriteAsync(BlockSample.Id, batch, new BlockWriter(), default);
        var (rows, totals, header) = await BlockSample.ReadAsync(blocks);

        Assert.Equal(slices, header!.Slices);
        Assert.Equal(batch.Rows.Length, header.Rows);
        Assert.Equal(BlockSample.Text(batch), rows);
        Assert.Equal(
            Sum(batch),
            Enumerable
                .Range(1, 50)
                .SelectMany(period => totals.CellsInPeriod(period).Select(total => (new BigInteger(total.WattHours), total.Values)))
                .Aggregate((new BigInteger(0), 0L), (sum, total) => (sum.Item1 + total.Item1, sum.Item2 + total.Values))
        );
    }

    private static (BigInteger, long) Sum(ReadingBatch batch)
    {
        var (sum, count) = (new BigInteger(0), 0L);
        foreach (var row in batch.Rows)
        {
            foreach (var value in batch.WattHours(row))
            {
                if (value != ReadingBatch.NoValue)
                {
                    (sum, count) = (sum + value, count + 1);
                }
            }
        }

        return (sum, count);
    }
}
