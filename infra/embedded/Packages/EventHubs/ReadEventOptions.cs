#nullable disable
namespace Azure.Messaging.EventHubs.Consumer;

public class ReadEventOptions
{
    public ReadEventOptions()
    {
    }

    public TimeSpan? MaximumWaitTime { get; set; }

    public int CacheEventCount { get; set; } = 100;

    public int PrefetchCount { get; set; } = 300;

    public bool TrackLastEnqueuedEventProperties { get; set; } = true;
}

public class EventHubConsumerClientOptions
{
    public EventHubConsumerClientOptions()
    {
    }

    public string Identifier { get; set; }
}
