namespace Settlement.Bench.Measuring;

/// <summary>Looks at the process's memory many times a second and keeps the greatest figures since it was last asked.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private ProcessMemory _peak;

    public MemoryWatch() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, LookEvery);

    /// <summary>The greatest figures since the last call.</summary>
    public ProcessMemory TakePeak()
    {
        Look();
        lock (_lock)
        {
            var peak = _peak;
            _peak = ProcessMemory.Now();
            return peak;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = ProcessMemory.Now();
        lock (_lock)
        {
            _peak = _peak.Max(now);
        }
    }
}
