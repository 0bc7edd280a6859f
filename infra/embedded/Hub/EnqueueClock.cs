namespace Functions.Embedded.Hub;

/// <summary>
/// Hands out enqueued times that never repeat and never go back within a data folder, whatever the wall clock does:
/// readers order events of different partitions by them.
/// </summary>
internal sealed class EnqueueClock(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _last;

    /// <summary>Makes every later time greater than one that is already on disk.</summary>
    public void MoveTo(long ticks)
    {
        lock (_lock)
        {
            _last = Math.Max(_last, ticks);
        }
    }

    /// <summary>Reserves <paramref name="count"/> consecutive ticks and returns the first.</summary>
    public long Reserve(int count)
    {
        lock (_lock)
        {
            var first = Math.Max(clock.GetUtcNow().UtcTicks, _last + 1);
            _last = first + count - 1;
            return first;
        }
    }
}
