using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Ledger.Messages;

/// <summary>The days for which a message may come when it is enqueued: from London's today less 28 months to today.</summary>
/// <param name="Oldest">The first day that is not too old.</param>
/// <param name="Today">London's today at the event's enqueued time.</param>
internal readonly record struct MessageWindow(SettlementDay Oldest, SettlementDay Today)
{
    private const int Months = 28;

    public static MessageWindow At(DateTimeOffset enqueued)
    {
        var today = SettlementDay.At(Instant.FromDateTimeOffset(enqueued));
        return new(new SettlementDay(today.Date.PlusMonths(-Months)), today);
    }

    public RejectReasons Check(SettlementDay day) =>
        day < Oldest ? RejectReasons.DayTooOld : day > Today ? RejectReasons.DayInFuture : RejectReasons.None;
}
