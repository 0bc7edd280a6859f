using System.Collections.Concurrent;
using System.Diagnostics;
using Settlement.Storage.Diagnostics;

namespace Settlement.Bench.Measuring;

/// <summary>What all activities of one name cost together.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Wall">From the start of the first to the end of the last.</param>
/// <param name="Busy">Their durations added up, those at the same time twice.</param>
/// <param name="Thread">Processor time of their threads; only those that stayed on one thread count.</param>
/// <param name="Process">Processor time of the whole process from the start of the first to the end of the last.</param>
internal sealed record ActivityCost(long Count, TimeSpan Wall, TimeSpan Busy, TimeSpan Thread, TimeSpan Process);

/// <summary>Listens to the activities of the host and of the ledger and adds up what they cost, by name.</summary>
internal sealed class ActivityCosts : IDisposable
{
    private const string Start = "measured.start";

    private readonly ActivityListener _listener;
    private ConcurrentDictionary<string, Sums> _sums = new();

    public ActivityCosts()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Functions.Embedded" or LedgerActivity.SourceName,
            Sample = (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = Started,
            ActivityStopped = Stopped,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The costs since the last call, by name.</summary>
    public Dictionary<string, ActivityCost> Take() =>
        Interlocked.Exchange(ref _sums, new ConcurrentDictionary<string, Sums>()).ToDictionary(sum => sum.Key, sum => sum.Value.Cost());

    public void Dispose() => _listener.Dispose();

    private static void Started(Activity activity) =>
        activity.SetCustomProperty(
            Start,
            new Mark(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, Environment.CurrentManagedThreadId, ThreadTime.Now())
        );

    private void Stopped(Activity activity)
    {
        if (activity.GetCustomProperty(Start) is Mark mark)
        {
            _sums.GetOrAdd(activity.OperationName, _ => new Sums()).Add(mark);
        }
    }

    private sealed record Mark(long Timestamp, TimeSpan Process, int ThreadId, TimeSpan? Thread);

    private sealed class Sums
    {
        private readonly Lock _lock = new();
        private long _count;
        private long _first = long.MaxValue;
        private TimeSpan _firstProcess;
        private long _last;
        private TimeSpan _lastProcess;
        private TimeSpan _busy;
        private TimeSpan _thread;

        public void Add(Mark start)
        {
            var (now, process, thread) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, ThreadTime.Now());
            lock (_lock)
            {
                _count++;
                if (start.Timestamp < _first)
                {
                    (_first, _firstProcess) = (start.Timestamp, start.Process);
                }
                (_last, _lastProcess) = (now, process);
                _busy += Stopwatch.GetElapsedTime(start.Timestamp, now);
                if (start.ThreadId == Environment.CurrentManagedThreadId && start.Thread is { } began && thread is { } ended)
                {
                    _thread += ended - began;
                }
            }
        }

        public ActivityCost Cost()
        {
            lock (_lock)
            {
                return new ActivityCost(_count, Stopwatch.GetElapsedTime(_first, _last), _busy, _thread, _lastProcess - _firstProcess);
            }
        }
    }
}
