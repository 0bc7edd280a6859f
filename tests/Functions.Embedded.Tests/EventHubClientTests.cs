using Azure.Core;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Tests;

public sealed class EventHubClientTests
{
    [Fact]
    public async Task A_producer_finds_the_hub_by_the_configured_namespace_and_a_consumer_reads_what_it_sent()
    {
        await using var host = await TestHost.StartAsync(configure: o => o.Triggers = false);
        var name = host.Services.GetRequiredService<IConfiguration>()["TestHub:fullyQualifiedNamespace"]!;
        Assert.Equal(host.Hub.FullyQualifiedNamespace, name);
        await using var producer = new EventHubProducerClient(name, "clients", new NoCredential());
        var sent = new EventData("hello") { MessageId = "m1", ContentType = "text/plain", CorrelationId = "c1" };
        sent.Properties["n"] = 5L;
        sent.Properties["when"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await producer.SendAsync([sent, new EventData("again")], new SendEventOptions { PartitionId = "2" });
        await producer.SendAsync([new EventData("keyed")], new SendEventOptions { PartitionKey = "k" });

        Assert.Equal(["0", "1", "2", "3"], await producer.GetPartitionIdsAsync());
        Assert.Equal(1, (await producer.GetPartitionPropertiesAsync("2")).LastEnqueuedSequenceNumber);
        await using var consumer = new EventHubConsumerClient("$Default", name, "clients", new NoCredential());
        var seen = new List<EventData>();
        await foreach (var e in consumer.ReadEventsFromPartitionAsync("2", EventPosition.Earliest))
        {
            seen.Add(e.Data);
            if (seen.Count == 2) break;
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
        await using var producer = new EventHubProducerClient(host.Hub.FullyQualifiedNamespace, "clients", new NoCredential());
        using var batch = await producer.CreateBatchAsync();
        Assert.Equal(1_048_576, batch.MaximumSizeInBytes);
        Assert.True(batch.TryAdd(new EventData(new byte[1_000_000])));
        Assert.False(batch.TryAdd(new EventData(new byte[100_000])));
        Assert.True(batch.TryAdd(new EventData(new byte[10_000])));
        await producer.SendAsync(batch);
        var e = await Assert.ThrowsAsync<EventHubsException>(() => producer.SendAsync([new EventData(new byte[1_048_577])]));
        Assert.Equal(EventHubsException.FailureReason.MessageSizeExceeded, e.Reason);
        Assert.Equal(2, host.Hub.LastEnqueued("clients").Sum(l => l + 1));
    }

    [Fact]
    public async Task An_unknown_namespace_is_named_in_the_error()
    {
        await using var producer = new EventHubProducerClient("nowhere.embedded", "clients", new NoCredential());
        var e = await Assert.ThrowsAsync<EventHubsException>(() => producer.SendAsync([new EventData("x")]));
        Assert.Contains("nowhere.embedded", e.Message, StringComparison.Ordinal);
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
