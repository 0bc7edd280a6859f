using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Tests.Doubts;

/// <summary>What the decoder tells of accepted messages, on the fast path and off it.</summary>
public sealed class DecodedDoubtTests
{
    private static readonly ReferenceData Limited = DoubtMarket.With(("plausibleKwhW", "50"));

    [Theory]
    [InlineData("[50]", "")]
    [InlineData("[50.001]", "1=50001>50000")]
    [InlineData("[16777.215]", "1=16777215>50000")]
    [InlineData("[1,null,60,0.5,70.5]", "3=60000>50000 5=70500>50000")]
    public void A_value_over_the_limit_of_its_connection_is_told_and_counts(string kwh, string told)
    {
        var text = MessageText.Reading().With("kwh", kwh).ToString();
        foreach (var batch in BothWays(Limited, text))
        {
            Assert.Equal(told, Told(batch));
            Assert.Equal("accepted", Decoding.Verdict(batch));
            Assert.Equal(Decoding.Values(Decoding.Readings(text)), Decoding.Values(batch));
        }
    }

    [Theory]
    [InlineData("W", "import", 51, true)]
    [InlineData("W", "export", 51, false)]
    [InlineData("W", "export", 71, true)]
    [InlineData("L", "import", 51, false)]
    [InlineData("L", "import", 1001, true)]
    [InlineData("L", "export", 1001, true)]
    [InlineData("H", "import", 12001, true)]
    [InlineData("E", "import", 12001, false)]
    [InlineData("U", "import", 10001, true)]
    public void The_limit_is_that_of_connection_and_flow(string connection, string flow, int kwh, bool isDoubtful)
    {
        var text = MessageText
            .Reading()
            .With("kwh", $"[{kwh}]")
            .With("connection", $"\"{connection}\"")
            .With("flow", $"\"{flow}\"")
            .ToString();
        foreach (var batch in BothWays(DoubtMarket.With(("plausibleKwhW", "50"), ("plausibleExportKwhW", "70")), text))
        {
            Assert.Equal("accepted", Decoding.Verdict(batch));
            Assert.Equal(isDoubtful, batch.Doubts.Count > 0);
        }
    }

    [Fact]
    public void Without_a_row_the_limits_are_the_default_ones_and_0_is_none()
    {
        var text = MessageText.Reading().With("kwh", "[10000000]").ToString();
        Assert.Single(Decode(DoubtMarket.With(), text).Doubts);
        Assert.Empty(Decode(DoubtMarket.With(("plausibleKwhW", "0")), text).Doubts);
    }

    [Fact]
    public void A_quarantined_value_is_taken_out_alone()
    {
        var market = DoubtMarket.With(("plausibleKwhW", "50"), ("quarantineImplausible", "1"));
        var text = MessageText.Reading().With("kwh", "[51,2,60,4,50.5]").ToString();
        foreach (var batch in BothWays(market, text))
        {
            Assert.Equal("accepted", Decoding.Verdict(batch));
            Assert.Equal("2026-06-16/2=2000 2026-06-16/4=4000", Decoding.Values(batch));
            Assert.Equal("1=51000>50000 3=60000>50000 5=50500>50000", Told(batch));
            Assert.All(batch.Doubts, doubt => Assert.True(doubt.IsQuarantined));
        }
    }

    [Fact]
    public void Of_a_message_with_nothing_else_no_row_is_left()
    {
        var market = DoubtMarket.With(("plausibleKwhW", "50"), ("quarantineImplausible", "1"));
        var batch = Decode(market, MessageText.Reading().With("kwh", "[51,null,60]").ToString());
        Assert.Equal((1, 0, 2), (batch.Accepted, batch.Rows.Length, batch.Doubts.Count));
    }

    [Fact]
    public void A_utc_day_has_the_limit_of_the_settlement_day_of_each_value()
    {
        var market = DoubtMarket.With(("plausibleKwhW", "50"));
        var text = MessageText
            .Reading()
            .With("clock", "\"utc\"")
            .With("kwh", $"[{string.Join(',', Enumerable.Repeat("51", 48))}]")
            .ToString();
        foreach (var batch in BothWays(market, text))
        {
            Assert.Equal(46, batch.Doubts.Count(doubt => batch.Cells[doubt.Cell].Day == SettlementDay.Parse("2026-06-16").Number));
            Assert.Equal(48, batch.Doubts.Count);
            Assert.Equal((byte)3, batch.Doubts[0].Period);
            Assert.Equal((byte)2, batch.Doubts[^1].Period);
        }
    }

    [Fact]
    public void What_is_plausible_stays_on_the_fast_path()
    {
        var decoder = new ReadingDecoder(Limited);
        foreach (var kwh in new[] { "[1]", "[49.999,0.5]", "[33,50,17.5]", "[51]" })
        {
            decoder.Decode([Decoding.Event(MessageText.Reading().With("kwh", kwh).ToString())]);
        }

        Assert.Equal(2, decoder.ReadOnFastPath);
    }

    [Fact]
    public void A_message_that_is_taken_back_tells_nothing()
    {
        // The element that is not JSON makes the whole event a reject.
        var text = $"[{MessageText.Reading().With("kwh", "[60]")},{{]";
        var batch = Decode(Limited, text);
        Assert.Equal("not-json", Decoding.Verdict(batch));
        Assert.Empty(batch.Doubts);
    }

    [Theory]
    [InlineData("2026-10-25", 50, 1, "local", false)]
    [InlineData("2026-10-25", 48, 1, "local", true)]
    [InlineData("2026-10-25", 45, 1, "local", false)]
    [InlineData("2026-10-25", 48, 3, "local", false)]
    [InlineData("2026-10-25", 48, 1, "utc", false)]
    [InlineData("2026-06-16", 48, 1, "local", false)]
    [InlineData("2026-06-16", 46, 1, "local", true)]
    [InlineData("2026-03-29", 46, 1, "local", false)]
    public void A_whole_day_that_is_not_filled_is_told_and_counts(string day, int values, int from, string clock, bool isShort)
    {
        var text = MessageText
            .Reading()
            .With("day", $"\"{day}\"")
            .With("from", $"{from}")
            .With("clock", $"\"{clock}\"")
            .With("kwh", $"[{string.Join(',', Enumerable.Repeat("0.5", values))}]")
            .ToString();
        foreach (var batch in BothWays(Limited, text))
        {
            Assert.Equal("accepted", Decoding.Verdict(batch));
            Assert.Equal(isShort ? 1 : 0, batch.Doubts.Count);
            if (isShort)
            {
                var doubt = batch.Doubts[0];
                var periods = SettlementDay.Parse(day).Periods;
                Assert.Equal((DoubtCode.ShortDay, (long)values, (long)periods), (doubt.Code, doubt.Amount, doubt.Limit));
            }
        }
    }

    [Fact]
    public void A_short_day_stays_on_the_fast_path()
    {
        var decoder = new ReadingDecoder(Limited);
        var text = MessageText.Reading().With("day", "\"2026-10-25\"").With("kwh", $"[{string.Join(',', Enumerable.Repeat("0.5", 48))}]");
        decoder.Decode([Decoding.Event(text.ToString())]);
        decoder.Decode([Decoding.Event(text.ToString())]);
        Assert.Equal(1, decoder.ReadOnFastPath);
    }

    private static ReadingBatch Decode(ReferenceData market, string text) => new ReadingDecoder(market).Decode([Decoding.Event(text)]);

    /// <summary>Decoded in full, and by a decoder that has learned the message's form from one without doubt.</summary>
    private static ReadingBatch[] BothWays(ReferenceData market, string text)
    {
        var learned = new ReadingDecoder(market);
        learned.Decode([Decoding.Event(text)]);
        return [new ReadingDecoder(market) { FastPath = false }.Decode([Decoding.Event(text)]), learned.Decode([Decoding.Event(text)])];
    }

    private static string Told(ReadingBatch batch) =>
        string.Join(' ', batch.Doubts.Select(doubt => $"{doubt.Period}={doubt.Amount}>{doubt.Limit}"));
}
