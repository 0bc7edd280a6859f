using NodaTime;

namespace Settlement.Hosting;

/// <summary>The system's clock, moved: it shows a given instant when it is set and goes on from there. Timers keep their pace.</summary>
public sealed class MarketClock : TimeProvider
{
    private long _offsetTicks;

    public MarketClock(Instant? start)
    {
        if (start is { } instant)
        {
            Set(instant);
        }
    }

    /// <summary>Makes the clock show an instant now.</summary>
    public void Set(Instant instant) => Interlocked.Exchange(ref _offsetTicks, instant.ToDateTimeUtc().Ticks - System.GetUtcNow().UtcTicks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));
}
