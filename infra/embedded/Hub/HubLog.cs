using System.Globalization;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Functions.Embedded.Hub;

/// <summary>One event hub: its partitions and the way into them.</summary>
internal sealed class HubLog : IDisposable
{
    private readonly EnqueueClock _clock;
    private readonly DateTimeOffset _created;
    private int _turn = -1;

    private HubLog(string name, EnqueueClock clock, HubFile file, PartitionLog[] partitions)
    {
        Name = name;
        _clock = clock;
        _created = file.Created;
        Partitions = partitions;
    }

    public string Name { get; }

    public PartitionLog[] Partitions { get; }

    /// <summary>
    /// Opens a hub's folder, or makes it. A hub grows to the number of partitions that is configured for it and never shrinks: a partition
    /// that is there keeps its events, whatever is asked for.
    /// </summary>
    /// <param name="folder">The hub's folder.</param>
    /// <param name="name">The name for a hub that is made; one that is there keeps its own.</param>
    /// <param name="counts">How many partitions hubs are to have.</param>
    /// <param name="clock">Hands out enqueued times.</param>
    /// <param name="time">The host's clock.</param>
    /// <exception cref="InvalidDataException">The hub's file does not say how many partitions there are.</exception>
    public static HubLog Open(string folder, string name, PartitionCounts counts, EnqueueClock clock, TimeProvider time)
    {
        var file = HubFile.Read(folder);
        var partitions = file is null ? counts.ForNewHub(name) : Math.Max(file.Partitions, counts.Configured(file.Name) ?? 0);
        if (file?.Partitions != partitions)
        {
            // First the file, then the partitions: what a crash leaves between the two is made at the next opening.
            file = new HubFile(file?.Name ?? name, partitions, file?.Created ?? time.GetUtcNow());
            file.Write(folder);
        }

        var logs = new PartitionLog[file.Partitions];
        for (var i = 0; i < logs.Length; i++)
        {
            logs[i] = new PartitionLog(file.Name, i, Path.Combine(folder, "p" + i.ToString("D3", CultureInfo.InvariantCulture)), time);
            clock.MoveTo(logs[i].LastTicks);
        }

        return new HubLog(file.Name, clock, file, logs);
    }

    public string[] PartitionIds() => [.. Partitions.Select(p => p.Id)];

    public EventHubProperties Properties() => EventHubsModelFactory.EventHubProperties(Name, _created, PartitionIds());

    public PartitionLog Partition(string id) =>
        Partitions.FirstOrDefault(p => p.Id == id) ?? throw HubErrors.NotFound(Name, $"There is no partition '{id}'.");

    /// <summary>The partition for a key or an id; without either, the partitions take turns.</summary>
    public int Choose(string? partitionId, string? key)
    {
        if (!string.IsNullOrEmpty(partitionId))
        {
            return Partition(partitionId).Number;
        }
        return string.IsNullOrEmpty(key)
            ? (int)((uint)Interlocked.Increment(ref _turn) % (uint)Partitions.Length)
            : SendTarget.ForKey(key, Partitions.Length);
    }

    public Task SendAsync(IReadOnlyList<EventData> events, SendEventOptions? options, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return Task.CompletedTask;
        }
        var partition = Choose(options?.PartitionId, options?.PartitionKey);
        var key = string.IsNullOrEmpty(options?.PartitionKey) ? null : options.PartitionKey;
        return AppendAsync(
            [.. events.Select(e => new PendingEvent(partition, e.EventBody.ToMemory(), key, EventMeta.Write(e)))],
            cancellationToken
        );
    }

    /// <summary>Appends events in their order: enqueued times rise along the list, over all the partitions that it touches.</summary>
    public async Task AppendAsync(IReadOnlyList<PendingEvent> events, CancellationToken cancellationToken)
    {
        foreach (var pending in events)
        {
            EventSize.Check(Name, pending.Body, pending.Key);
        }
        var touched = events.Select(e => e.Partition).Distinct().Order().Select(n => Partitions[n]).ToArray();
        var held = 0;
        try
        {
            // Gates are taken in one order everywhere, so two senders cannot wait for each other.
            for (; held < touched.Length; held++)
            {
                await touched[held].Gate.WaitAsync(cancellationToken);
            }
            var first = _clock.Reserve(events.Count);
            if (touched.Length == 1)
            {
                touched[0].Append(events, new TickRange(first, events.Count));
                return;
            }

            foreach (var log in touched)
            {
                var (mine, ticks) = (new List<PendingEvent>(), new List<long>());
                for (var i = 0; i < events.Count; i++)
                {
                    if (events[i].Partition != log.Number)
                    {
                        continue;
                    }
                    mine.Add(events[i]);
                    ticks.Add(first + i);
                }

                log.Append(mine, ticks);
            }
        }
        finally
        {
            while (held > 0)
            {
                touched[--held].Gate.Release();
            }
        }
    }

    public void Dispose()
    {
        foreach (var partition in Partitions)
        {
            partition.Dispose();
        }
    }

    private sealed class TickRange(long first, int count) : IReadOnlyList<long>
    {
        public int Count => count;

        public long this[int index] => first + index;

        public IEnumerator<long> GetEnumerator() => Enumerable.Range(0, count).Select(i => first + i).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
