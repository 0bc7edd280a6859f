using Settlement.Domain.Market;

namespace Settlement.Domain.Tests.Market;

public sealed class EpochPositionTests
{
    [Fact]
    public void Positions_rise_by_epoch_and_then_by_sequence_number()
    {
        (int Epoch, long Sequence)[] events =
        [
            (0, 0),
            (0, 1),
            (0, EpochPosition.MaxSequence),
            (1, 0),
            (1, 7),
            (2, 0),
            (short.MaxValue, EpochPosition.MaxSequence),
        ];
        var positions = events.Select(e => EpochPosition.Of(e.Epoch, e.Sequence)).ToList();
        Assert.Equal(positions.Order(), positions);
        Assert.Equal(events, positions.Select(position => (EpochPosition.EpochOf(position), EpochPosition.SequenceOf(position))));

        var texts = positions.ConvertAll(EpochPosition.Text);
        Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
        Assert.All(
            texts.Zip(positions),
            pair => Assert.Equal((true, pair.Second), (EpochPosition.TryParse(pair.First, out var read), read))
        );
    }

    [Theory]
    [InlineData(0, 5, 5, "000000000000005")]
    [InlineData(0, -1, -1, null)]
    [InlineData(1, -1, (1L << 48) - 1, null)]
    [InlineData(1, 5, (1L << 48) + 5, "e00001.000000000000005")]
    public void In_epoch_0_a_position_is_the_sequence_number(int epoch, long sequence, long position, string? text)
    {
        Assert.Equal(position, EpochPosition.Of(epoch, sequence));
        Assert.Equal(text, text is null ? null : EpochPosition.Text(position));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(short.MaxValue + 1, 0)]
    [InlineData(0, -2)]
    [InlineData(0, EpochPosition.MaxSequence + 1)]
    public void What_cannot_be_numbered_is_refused(int epoch, long sequence) =>
        Assert.Throws<OverflowException>(() => EpochPosition.Of(epoch, sequence));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("281474976710656")]
    [InlineData("e00000.000000000000005")]
    [InlineData("e99999.000000000000005")]
    [InlineData("e00001x000000000000005")]
    [InlineData("e00001.00000000000000x")]
    public void A_text_that_is_none_is_not_read(string text) => Assert.False(EpochPosition.TryParse(text, out _));
}
