#nullable disable
using Functions.Embedded.Hub;

namespace Azure.Messaging.EventHubs.Producer;

public sealed class EventDataBatch : IDisposable
{
    private readonly List<EventData> _events = [];
    private readonly string _hub;

    internal EventDataBatch(string hub, CreateBatchOptions options)
    {
        _hub = hub;
        Options = options ?? new CreateBatchOptions();
        MaximumSizeInBytes = Options.MaximumSizeInBytes ?? EventSize.Limit;
        if (MaximumSizeInBytes > EventSize.Limit)
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"A batch is at most {EventSize.Limit} bytes.");
        }
    }

    public long MaximumSizeInBytes { get; }

    public long SizeInBytes { get; private set; }

    public int Count => _events.Count;

    internal CreateBatchOptions Options { get; }

    internal IReadOnlyList<EventData> Events => _events;

    public bool TryAdd(EventData eventData)
    {
        ArgumentNullException.ThrowIfNull(eventData);
        var size = EventSize.Of(eventData, Options.PartitionKey);
        if (SizeInBytes + size > MaximumSizeInBytes) return false;
        SizeInBytes += size;
        _events.Add(eventData);
        return true;
    }

    public void Dispose() => _events.Clear();

    public override string ToString() => $"{_hub}: {Count} events";
}
