using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Moq;
using Settlement.Domain.Market;
using Settlement.Functions.Ingestion;

namespace Settlement.Functions.Tests.Faults;

/// <summary>What a hub does not give in time is not gone: an event that an operator set aside in case it is lost must not be passed over for that.</summary>
public sealed class PartitionStretchTests
{
    [Theory]
    [InlineData(0, 9)]
    [InlineData(4, 9)]
    [InlineData(0, 4)]
    public async Task A_hub_that_gives_nothing_though_it_has_events_of_the_stretch_is_a_failure(long first, long last)
    {
        var failure = await Assert.ThrowsAsync<IOException>(() => ReadAsync(Hub(first, last), 2, 6));
        Assert.Contains($"from {Math.Max(first, 2)} on", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 9)]
    [InlineData(0, 1)]
    public async Task A_hub_that_has_nothing_of_the_stretch_gives_nothing(long first, long last) =>
        Assert.Equal(0, await ReadAsync(Hub(first, last), 2, 6));

    [Fact]
    public async Task An_empty_partition_gives_nothing() => Assert.Equal(0, await ReadAsync(Hub(-1, -1), 2, 6));

    private static EventHubConsumerClient Hub(long first, long last)
    {
        var hub = new Mock<EventHubConsumerClient>();
        hub.Setup(client =>
                client.ReadEventsFromPartitionAsync(
                    "3",
                    It.IsAny<EventPosition>(),
                    It.IsAny<ReadEventOptions>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(Nothing());
        hub.Setup(client => client.GetPartitionPropertiesAsync("3", It.IsAny<CancellationToken>())).ReturnsAsync(new Kept(first, last));
        return hub.Object;
    }

    private static async IAsyncEnumerable<PartitionEvent> Nothing()
    {
        await Task.CompletedTask;
        while (true)
        {
            yield return default;
        }
    }

    private static async Task<int> ReadAsync(EventHubConsumerClient hub, long from, long to)
    {
        var count = 0;
        await foreach (var _ in PartitionRangeReader.ReadAsync(hub, new PartitionId("readings", 3), from, to, default))
        {
            count++;
        }
        return count;
    }

    private sealed class Kept(long first, long last) : PartitionProperties("readings", "3", last < 0, first, last, "", default);
}
