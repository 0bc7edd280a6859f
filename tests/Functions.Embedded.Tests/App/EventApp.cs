using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Tests.App;

/// <summary>A batch as a function saw it.</summary>
public sealed record Batch(EventData[] Events, string PartitionContext, int RetryCount);

public sealed class EventApp(Recorder recorder)
{
    [Function("Collect")]
    public Task Collect(
        [EventHubTrigger("events", Connection = "TestHub")] EventData[] events,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => recorder.CallAsync("Collect", Seen(events, context));

    [Function("CollectAgain")]
    public Task CollectAgain(
        [EventHubTrigger("%TwoReaders%", Connection = "TestHub", ConsumerGroup = "second")] EventData[] events,
        FunctionContext context
    ) => recorder.CallAsync("CollectAgain", Seen(events, context));

    [Function("Single")]
    public Task Single([EventHubTrigger("singles", Connection = "TestHub", IsBatched = false)] string body) =>
        recorder.CallAsync("Single", body);

    [Function("Stubborn")]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:00:10")]
    public Task Stubborn([EventHubTrigger("stubborn", Connection = "TestHub")] EventData[] events, FunctionContext context) =>
        recorder.CallAsync("Stubborn", Seen(events, context));

    [Function("Finite")]
    [FixedDelayRetry(2, "00:00:01")]
    public Task Finite([EventHubTrigger("finite", Connection = "TestHub")] EventData[] events, FunctionContext context) =>
        recorder.CallAsync("Finite", Seen(events, context));

    private static Batch Seen(EventData[] events, FunctionContext context) =>
        new(events, (string)context.BindingContext.BindingData["PartitionContext"]!, context.RetryContext.RetryCount);
}
