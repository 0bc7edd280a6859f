using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Tests;

public sealed class EventHubClientTests
{
    [Fact]
    public async Task A_consumer_reads_what_a_producer_sent()
    {
        await using var host = await TestHost.StartAsync(configure: o => o.Triggers = false);
        await using var producer = Producer(host);
        var sent = new EventData("hello")
        {
            MessageId = "m1",
            ContentType = "text/plain",
            CorrelationId = "c1",
        };
        sent.Properties["n"] = 5L;
        sent.Properties["when"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await producer.SendAsync([sent, new EventData("again")], new SendEventOptions { PartitionId = "2" });
        await producer.SendAsync([new EventData("keyed")], new SendEventOptions { PartitionKey = "k" });

        Assert.Equal(["0", "1", "2", "3"], await producer.GetPartitionIdsAsync());
        Assert.Equal(1, (await producer.GetPartitionPropertiesAsync("2")).LastEnqueuedSequenceNumber);
        await using var consumer = Consumer(host);
        var seen = new List<EventData>();
        await foreach (var e in consumer.ReadEventsFromPartitionAsync("2", EventPosition.Earliest))
        {
            seen.Add(e.Data);
            if (seen.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(["hello", "again"], seen.Select(e => e.EventBody.ToString()));
        Assert.Equal(("m1", "text/plain", "c1"), (seen[0].MessageId, seen[0].ContentType, seen[0].CorrelationId));
        Assert.Equal(5L, seen[0].Properties["n"]);
        Assert.Equal(sent.Properties["when"], seen[0].Properties["when"]);
        var last = await Task.WhenAll((await producer.GetPartitionIdsAsync()).Select(id => producer.GetPartitionPropertiesAsync(id)));
        Assert.Equal(3, last.Sum(p => p.LastEnqueuedSequenceNumber + 1));
    }

    [Fact]
    public async Task A_batch_takes_a_mebibyte_and_no_more()
    {
        await using var host = await TestHost.StartAsync(configure: o => o.Triggers = false);
        await using var producer = Producer(host);
        using var batch = await producer.CreateBatchAsync();
        Assert.True(batch.TryAdd(new EventData(new byte[1_000_000])));
        Assert.False(batch.TryAdd(new EventData(new byte[100_000])));
        Assert.True(batch.TryAdd(new EventData(new byte[10_000])));
        await producer.SendAsync(batch);
        var e = await Assert.ThrowsAsync<EventHubsException>(() => producer.SendAsync([new EventData(new byte[1_048_577])]));
        Assert.Equal(EventHubsException.FailureReason.MessageSizeExceeded, e.Reason);
        Assert.Equal(2, host.Hub.LastEnqueued("clients").Sum(l => l + 1));
    }

    [Fact]
    public async Task A_batch_is_sent_by_the_client_that_made_it_and_no_closed_client_sends()
    {
        await using var host = await TestHost.StartAsync(configure: o => o.Triggers = false);
        await using var producer = Producer(host);
        await using var other = Producer(host);
        using var batch = await producer.CreateBatchAsync(new CreateBatchOptions { PartitionId = "1" });
        Assert.True(batch.TryAdd(new EventData("x")));
        await Assert.ThrowsAsync<ArgumentException>(() => other.SendAsync(batch));
        await producer.SendAsync(batch);
        Assert.Equal([-1L, 0L, -1L, -1L], host.Hub.LastEnqueued("clients"));
        await producer.CloseAsync();
        var closed = await Assert.ThrowsAsync<EventHubsException>(() => producer.SendAsync(batch));
        Assert.Equal(EventHubsException.FailureReason.ClientClosed, closed.Reason);
    }

    public static TheoryData<string, EventPosition, long> Positions() =>
        new()
        {
            { "earliest", EventPosition.Earliest, 0 },
            { "sequence number", EventPosition.FromSequenceNumber(2), 2 },
            { "after a sequence number", EventPosition.FromSequenceNumber(2, isInclusive: false), 3 },
            { "before all", EventPosition.FromSequenceNumber(-5), 0 },
            { "time", EventPosition.FromEnqueuedTime(DateTimeOffset.UnixEpoch), 0 },
        };

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_consumer_begins_where_its_position_says(string position, EventPosition from, long first)
    {
        Assert.NotEmpty(position);
        await using var host = await TestHost.StartAsync(configure: o => o.Triggers = false);
        await using var producer = Producer(host);
        await producer.SendAsync(Enumerable.Range(0, 5).Select(i => new EventData($"{i}")), new SendEventOptions { PartitionId = "0" });
        Assert.Equal(first, (await FirstAsync(host, from)).SequenceNumber);
    }

    [Fact]
    public async Task A_consumer_begins_at_an_offset_and_at_a_time()
    {
        await using var host = await TestHost.StartAsync(configure: o => o.Triggers = false);
        await using var producer = Producer(host);
        await producer.SendAsync(Enumerable.Range(0, 5).Select(i => new EventData($"{i}")), new SendEventOptions { PartitionId = "0" });
        var third = await FirstAsync(host, EventPosition.FromSequenceNumber(2));
        Assert.Equal(2, (await FirstAsync(host, EventPosition.FromOffset(third.OffsetString))).SequenceNumber);
        Assert.Equal(3, (await FirstAsync(host, EventPosition.FromOffset(third.OffsetString, isInclusive: false))).SequenceNumber);
        Assert.Equal(2, (await FirstAsync(host, EventPosition.FromEnqueuedTime(third.EnqueuedTime))).SequenceNumber);
    }

    private static async Task<EventData> FirstAsync(TestHost host, EventPosition from)
    {
        await using var consumer = Consumer(host);
        await foreach (var e in consumer.ReadEventsFromPartitionAsync("0", from))
        {
            return e.Data;
        }

        throw new InvalidOperationException("The partition ended.");
    }

    private static EventHubProducerClient Producer(TestHost host) =>
        host.Services.GetRequiredService<IAzureClientFactory<EventHubProducerClient>>().CreateClient("clients");

    private static EventHubConsumerClient Consumer(TestHost host) =>
        host.Services.GetRequiredService<IAzureClientFactory<EventHubConsumerClient>>().CreateClient("clients/$Default");
}
