using Settlement.Domain.Reference;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Tests.Messages;

/// <summary>Messages for a whole day that have too few values for it, where the market rejects them.</summary>
public sealed class ShortDayTests
{
    private static readonly ReferenceData Strict = Rejecting(TestMarket.Data);

    [Theory]
    [InlineData("2026-10-25", 50, 1, "local", "accepted")]
    [InlineData("2026-10-25", 48, 1, "local", "short-day")]
    [InlineData("2026-10-25", 46, 1, "local", "short-day")]
    [InlineData("2026-10-25", 49, 1, "local", "short-day")]
    [InlineData("2026-10-25", 45, 1, "local", "accepted")]
    [InlineData("2026-10-25", 48, 2, "local", "accepted")]
    [InlineData("2026-10-25", 48, 1, "utc", "accepted")]
    [InlineData("2026-06-16", 48, 1, "local", "accepted")]
    [InlineData("2026-06-16", 46, 1, "local", "short-day")]
    [InlineData("2026-06-16", 46, 1, "utc", "accepted")]
    [InlineData("2026-03-29", 46, 1, "local", "accepted")]
    public void A_whole_day_is_filled_or_rejected(string day, int values, int from, string clock, string verdict)
    {
        var text = Message(day, values, from, clock).ToString();

        Assert.Equal(verdict, Decoding.Verdict(new ReadingDecoder(Strict).Decode([Decoding.Event(text)])));
        Assert.Equal("accepted", Decoding.Verdict(Decoding.Readings(text)));
    }

    [Fact]
    public void The_fast_path_rejects_it_too()
    {
        var decoder = new ReadingDecoder(Strict);
        Assert.Equal("accepted", Decoding.Verdict(decoder.Decode([Decoding.Event(Message("2026-10-25", 50, 1, "local").ToString())])));

        Assert.Equal("short-day", Decoding.Verdict(decoder.Decode([Decoding.Event(Message("2026-10-25", 48, 1, "local").ToString())])));
        Assert.Equal("accepted", Decoding.Verdict(decoder.Decode([Decoding.Event(Message("2026-10-25", 30, 1, "local").ToString())])));
        Assert.Equal(1, decoder.ReadOnFastPath);
    }

    private static MessageText Message(string day, int values, int from, string clock) =>
        MessageText
            .Reading()
            .With("day", $"\"{day}\"")
            .With("from", $"{from}")
            .With("clock", $"\"{clock}\"")
            .With("kwh", $"[{string.Join(',', Enumerable.Repeat("0.5", values))}]");

    private static ReferenceData Rejecting(ReferenceData market) =>
        new()
        {
            Versions = market.Versions,
            Participants = market.Participants,
            GspGroups = market.GspGroups,
            BmUnits = market.BmUnits,
            Components = market.Components,
            LossFactors = market.LossFactors,
            TransmissionLossFactors = market.TransmissionLossFactors,
            Timetable = market.Timetable,
            Holidays = market.Holidays,
            Distributors = market.Distributors,
            Registrations = market.Registrations,
            Meters = market.Meters,
            Parameters = [.. market.Parameters, new Parameter(MarketParameters.RejectShortDays, "1", new(null, null))],
        };
}
