using System.Diagnostics;

namespace Settlement.Peers;

/// <summary>Time on the wall and on the processors.</summary>
internal readonly record struct Clocked<T>(T Result, double Seconds, double CpuSeconds);

/// <summary>Measures work.</summary>
internal static class Clocked
{
    public static async Task<Clocked<T>> OnceAsync<T>(Func<Task<T>> work)
    {
        GC.Collect();
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var result = await work();
        return new Clocked<T>(result, Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    /// <summary>The best of a few, which is what a tool can do.</summary>
    public static async Task<Clocked<T>> BestAsync<T>(int times, Func<Task<T>> work)
    {
        var best = await OnceAsync(work);
        for (var i = 1; i < times; i++)
        {
            var next = await OnceAsync(work);
            best = next.Seconds < best.Seconds ? next : best;
        }

        return best;
    }
}
