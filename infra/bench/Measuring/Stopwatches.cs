using System.Diagnostics;

namespace Settlement.Bench.Measuring;

/// <summary>Measures stages one after the other: time on the wall, processor time, memory, and the activities within.</summary>
internal sealed class Stopwatches : IDisposable
{
    private readonly MemoryWatch _memory = new();
    private readonly ActivityCosts _activities = new();

    /// <summary>Runs a stage and measures it.</summary>
    public async Task<(Stage Stage, Dictionary<string, ActivityCost> Activities, T Result)> RunAsync<T>(
        string name,
        long messages,
        long bytes,
        Func<Task<T>> work
    )
    {
        _memory.TakePeak();
        _activities.Take();
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var result = await work();
        var (wall, used) = (Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu);
        return (
            new Stage(name, false, wall.TotalSeconds, used.TotalSeconds, messages, bytes, _memory.TakePeak(), 0),
            _activities.Take(),
            result
        );
    }

    public void Dispose()
    {
        _activities.Dispose();
        _memory.Dispose();
    }
}
