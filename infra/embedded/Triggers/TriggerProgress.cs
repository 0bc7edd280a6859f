using System.Collections.Concurrent;
using Functions.Embedded.Hub;

namespace Functions.Embedded.Triggers;

/// <summary>Where every event hub function stands in every partition, and word of each change.</summary>
internal sealed class TriggerProgress
{
    private readonly ConcurrentBag<Entry> _entries = [];
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change after it was asked for.</summary>
    public Task Changed => _changed.Task;

    public Entry Add(string hub, string function, string consumerGroup, PartitionLog log, long processed)
    {
        var entry = new Entry(this, hub, function, consumerGroup, log, processed);
        _entries.Add(entry);
        return entry;
    }

    public List<HubPartitionProgress> ListPartitions(string hub) =>
        [
            .. _entries
                .Where(e => string.Equals(e.Hub, hub, StringComparison.OrdinalIgnoreCase))
                .OrderBy(e => e.Function, StringComparer.Ordinal)
                .ThenBy(e => e.Partition)
                .Select(e => e.State),
        ];

    private void Signal()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    /// <summary>One function in one partition.</summary>
    internal sealed class Entry(TriggerProgress owner, string hub, string function, string consumerGroup, PartitionLog log, long processed)
    {
        private volatile HubPartitionProgress _state = new(function, consumerGroup, log.Id, -1, processed, 0, null);

        public string Hub => hub;

        public string Function => function;

        public int Partition => log.Number;

        public HubPartitionProgress State => _state with { LastEnqueued = log.LastSequence };

        public long Processed => _state.Processed;

        public void Failed(int attempts, string error) => Set(_state with { FailedAttempts = attempts, LastError = error });

        /// <summary>Moves on; an error of a batch that was given up stays to be seen.</summary>
        public void Done(long sequence, bool succeeded) =>
            Set(_state with { Processed = sequence, FailedAttempts = 0, LastError = succeeded ? null : _state.LastError });

        private void Set(HubPartitionProgress state)
        {
            _state = state;
            owner.Signal();
        }
    }
}
