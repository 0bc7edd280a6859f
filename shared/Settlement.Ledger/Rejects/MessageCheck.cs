using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Rejects;

/// <summary>An object that would be rejected.</summary>
/// <param name="Place">Its place in the body's array, from 0.</param>
/// <param name="Details">Why, and where in it.</param>
public sealed record WouldReject(int Place, IReadOnlyList<RejectDetail> Details);

/// <summary>Says what the platform would say of event bodies, without taking them in.</summary>
public sealed class MessageCheck(ReferenceData reference)
{
    private readonly ReadingDecoder _readings = new(reference);
    private readonly MarketDecoder _market = new(reference);

    /// <summary>Checks a body as if it were enqueued at an instant.</summary>
    /// <returns>How many of its objects would be accepted, and those that would not.</returns>
    public (int Accepted, IReadOnlyList<WouldReject> Rejects) Check(bool isMarket, byte[] body, DateTimeOffset enqueued)
    {
        HubEvent[] events = [new HubEvent(0, enqueued, body)];
        if (isMarket)
        {
            var market = _market.Decode(events);
            return (market.Rows.Count, Explained(market.Rejects));
        }
        var readings = _readings.Decode(events);
        return (readings.Accepted, Explained(readings.Rejects));

        IReadOnlyList<WouldReject> Explained(IReadOnlyList<Reject> rejects) =>
            [.. rejects.Select(reject => new WouldReject(reject.Place, RejectDetails.Explain(isMarket, reject.Reasons, reject.Body)))];
    }
}
