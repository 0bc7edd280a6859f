using System.Text;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Messages;

namespace Settlement.Testing;

/// <summary>Decodes bodies against <see cref="TestMarket"/>.</summary>
internal static class Decoding
{
    /// <summary>When events are enqueued unless a test says otherwise.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    public static HubEvent Event(byte[] body, DateTimeOffset? enqueued = null, long sequence = 0) => new(sequence, enqueued ?? Noon, body);

    public static HubEvent Event(string body, DateTimeOffset? enqueued = null, long sequence = 0) =>
        Event(Encoding.UTF8.GetBytes(body), enqueued, sequence);

    public static ReadingBatch Readings(params HubEvent[] events) => new ReadingDecoder(TestMarket.Data).Decode(events);

    public static ReadingBatch Readings(string body, DateTimeOffset? enqueued = null) => Readings(Event(body, enqueued));

    public static MarketBatch Market(params HubEvent[] events) => new MarketDecoder(TestMarket.Data).Decode(events);

    public static MarketBatch Market(string body, DateTimeOffset? enqueued = null) => Market(Event(body, enqueued));

    /// <summary>The verdict on a body with one reading: its codes, or <c>accepted</c>.</summary>
    public static string Verdict(MessageText reading, DateTimeOffset? enqueued = null) => Verdict(Readings(reading.ToString(), enqueued));

    public static string Verdict(ReadingBatch batch) => Verdict(batch.Accepted, batch.Rejects);

    /// <summary>The verdict on a body with one market message.</summary>
    public static string MarketVerdict(MessageText message, DateTimeOffset? enqueued = null) =>
        Verdict(Market(message.ToString(), enqueued));

    public static string Verdict(MarketBatch batch) => Verdict(batch.Rows.Count, batch.Rejects);

    /// <summary>The values of all rows as <c>day/period=Wh</c>.</summary>
    public static string Values(ReadingBatch batch)
    {
        var values = new List<string>();
        foreach (var row in batch.Rows)
        {
            var wattHours = batch.WattHours(row);
            for (var i = 0; i < wattHours.Length; i++)
            {
                if (wattHours[i] != ReadingBatch.NoValue)
                {
                    values.Add($"{Domain.Calendar.SettlementDay.FromNumber(batch.DayOf(row))}/{row.First + i}={wattHours[i]}");
                }
            }
        }

        return string.Join(' ', values);
    }

    private static string Verdict(int accepted, IReadOnlyList<Reject> rejects) =>
        (accepted, rejects.Count) switch
        {
            (1, 0) => "accepted",
            (0, 1) => string.Join(' ', rejects[0].Reasons.ToCodes()),
            _ => $"{accepted} accepted, {rejects.Count} rejected",
        };
}
