using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Messages;

/// <summary>The days for which a message may come when it is enqueued: from London's today less 28 months to today.</summary>
/// <param name="Oldest">The first day that is not too old.</param>
/// <param name="Today">London's today at the event's enqueued time.</param>
internal sealed record MessageWindow(SettlementDay Oldest, SettlementDay Today)
{
    private const int Months = 28;

    private readonly int _oldest = Oldest.Number,
        _today = Today.Number;
    private readonly long _from = Today.Start.ToUnixTimeTicks(),
        _before = Today.Next.Start.ToUnixTimeTicks();

    public static MessageWindow At(DateTimeOffset enqueued)
    {
        var today = SettlementDay.At(Instant.FromDateTimeOffset(enqueued));
        return new(new SettlementDay(today.Date.PlusMonths(-Months)), today);
    }

    /// <summary>Whether the window is also that of another enqueued time.</summary>
    public bool Covers(DateTimeOffset enqueued) =>
        enqueued.UtcTicks - DateTime.UnixEpoch.Ticks is var ticks && ticks >= _from && ticks < _before;

    /// <summary>Whether a message may come for the day with a number.</summary>
    public bool Contains(int day) => day >= _oldest && day <= _today;

    public RejectReasons Check(SettlementDay day) =>
        day < Oldest ? RejectReasons.DayTooOld
        : day > Today ? RejectReasons.DayInFuture
        : RejectReasons.None;
}
