using Functions.Embedded.Hub;

namespace Functions.Embedded.Tests;

/// <summary>Brokers and partitions without a host around them.</summary>
internal static class Logs
{
    public static HubBroker Broker(string folder, TimeProvider clock, int partitions = 4, params (string Hub, int Partitions)[] configured)
    {
        var broker = new HubBroker(
            folder,
            clock,
            new PartitionCounts(configured.Select(c => KeyValuePair.Create(c.Hub, c.Partitions)), partitions)
        );
        broker.Open();
        return broker;
    }

    public static PendingEvent Event(string body, int partition = 0, string? key = null) =>
        new(partition, System.Text.Encoding.UTF8.GetBytes(body), key, null);

    public static List<(long Sequence, long Ticks, string Body)> Read(this PartitionLog log, long from = 0)
    {
        using var reader = log.ReadFrom(from);
        var events = new List<(long, long, string)>();
        while (reader.TryRead(out var data))
        {
            events.Add((data.SequenceNumber, data.EnqueuedTime.UtcTicks, data.EventBody.ToString()));
        }
        return events;
    }
}
