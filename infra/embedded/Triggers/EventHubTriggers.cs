using System.Text.Json;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Functions.Embedded.Configuration;
using Functions.Embedded.Hub;
using Functions.Embedded.Invocation;
using Functions.Embedded.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Triggers;

/// <summary>
/// Feeds event hub functions: each partition is read in order by a loop of its own. As in Azure, the checkpoint moves on once the
/// function has returned or its retries are used up, whichever it was.
/// </summary>
internal sealed class EventHubTriggers(
    FunctionCatalog catalog,
    FunctionInvoker invoker,
    HubBroker broker,
    HostStore store,
    TriggerProgress progress,
    HostJson hostJson,
    HostIdentity identity,
    IConfiguration configuration,
    EmbeddedOptions options,
    ILoggerFactory loggers
) : IDisposable
{
    private const int MaxBatchBytes = 16 << 20;

    private static readonly TimeSpan CancelGrace = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _log = loggers.CreateLogger("Functions.Embedded.EventHubs");
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly List<Task> _loops = [];

    /// <summary>How far a partition was delivered: the last event, and when it was enqueued, which checkpoints of earlier versions do not say.</summary>
    private readonly record struct Checkpoint(int Partition, long Sequence, long? Enqueued);

    private sealed record Subscription(FunctionDescriptor Function, EventHubTriggerAttribute Trigger, string Hub, string ConsumerGroup);

    public Task StartAsync()
    {
        var taken = new Dictionary<(string, string), string>();
        foreach (var (function, trigger) in catalog.With<EventHubTriggerAttribute>())
        {
            var subscription = Subscribe(function, trigger);
            var key = (subscription.Hub.ToUpperInvariant(), subscription.ConsumerGroup.ToUpperInvariant());
            if (!taken.TryAdd(key, function.Name))
            {
                throw new InvalidOperationException(
                    $"The functions '{taken[key]}' and '{function.Name}' both read the hub '{subscription.Hub}' as '{subscription.ConsumerGroup}'; give one a consumer group of its own."
                );
            }

            var checkpoints = Checkpoints(subscription);
            foreach (var partition in broker.Hub(subscription.Hub).Partitions)
            {
                var entry = progress.Add(
                    subscription.Hub,
                    function.Name,
                    subscription.ConsumerGroup,
                    partition,
                    checkpoints.TryGetValue(partition.Number, out var checkpoint) ? LastDelivered(subscription, partition, checkpoint) : -1
                );
                _loops.Add(Task.Run(() => RunAsync(subscription, partition, entry)));
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes no more batches and waits for those that run; after the limit it cancels them, and they come again.</summary>
    public async Task StopAsync(CancellationToken limit)
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_loops).WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            await _abort.CancelAsync();

            // A function that heeds its token may still get its checkpoint in.
            await Task.WhenAny(Task.WhenAll(_loops), Task.Delay(CancelGrace, CancellationToken.None));
        }
    }

    /// <summary>Runs a function on one body as if it had come through the hub; sequence number -1 tells that it did not.</summary>
    public Task RunByHandAsync(FunctionDescriptor function, string input)
    {
        var subscription = Subscribe(function, (EventHubTriggerAttribute)function.Trigger);
        var data = EventHubsModelFactory.EventData(
            new BinaryData(input),
            sequenceNumber: -1,
            offsetString: "-1",
            enqueuedTime: options.Clock.GetUtcNow()
        );
        return InvokeAsync(subscription, "0", [data], 0);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _abort.Dispose();
    }

    private Subscription Subscribe(FunctionDescriptor function, EventHubTriggerAttribute trigger) =>
        new(
            function,
            trigger,
            AppSetting.Resolve(trigger.EventHubName, configuration),
            trigger.ConsumerGroup is { Length: > 0 } group
                ? AppSetting.Resolve(group, configuration)
                : EventHubConsumerClient.DefaultConsumerGroupName
        );

    private Dictionary<int, Checkpoint> Checkpoints(Subscription s) =>
        store
            .Read(session =>
                session.Query(
                    "SELECT partition, sequence, enqueued FROM checkpoints WHERE hub = ?1 AND consumer_group = ?2",
                    r => new Checkpoint(r.GetInt32(0), r.GetInt64(1), r.Number(2)),
                    s.Hub,
                    s.ConsumerGroup
                )
            )
            .ToDictionary(c => c.Partition);

    /// <summary>The last event delivered: that of the checkpoint, or none where the hub's files were made anew since.</summary>
    private long LastDelivered(Subscription s, PartitionLog log, Checkpoint checkpoint)
    {
        if (
            checkpoint.Sequence <= log.LastSequence
            && (checkpoint.Enqueued is not { } ticks || log.TicksOf(checkpoint.Sequence) == ticks || log.HasEventAt(ticks))
        )
        {
            return checkpoint.Sequence;
        }
        _log.CheckpointForeign(s.Function.Name, checkpoint.Sequence, s.Hub, log.Id);
        return -1;
    }

    private Task CheckpointAsync(Subscription s, PartitionLog log, long sequence, long enqueued) =>
        store.WriteAsync(session =>
            session.Execute(
                """
                INSERT INTO checkpoints (hub, consumer_group, partition, sequence, enqueued) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET sequence = excluded.sequence, enqueued = excluded.enqueued
                """,
                s.Hub,
                s.ConsumerGroup,
                log.Number,
                sequence,
                enqueued
            )
        );

    private async Task RunAsync(Subscription s, PartitionLog log, TriggerProgress.Entry entry)
    {
        var (unsaved, enqueued) = (0, 0L);
        try
        {
            using var reader = log.ReadFrom(entry.Processed + 1);
            while (!_stopping.IsCancellationRequested)
            {
                await reader.WaitAsync(null, _stopping.Token);
                await WaitForMinimumAsync(reader, log);
                var events = Take(reader, s.Trigger.IsBatched ? hostJson.MaxEventBatchSize : 1);
                if (events.Length == 0)
                {
                    continue;
                }
                var succeeded = await DeliverAsync(s, log, entry, events);
                if (succeeded is null)
                {
                    break;
                }
                unsaved++;
                enqueued = events[^1].EnqueuedTime.UtcTicks;

                // The mark moves only after the checkpoint: whoever waits for it may kill the process next.
                if (unsaved >= hostJson.BatchCheckpointFrequency)
                {
                    await CheckpointAsync(s, log, events[^1].SequenceNumber, enqueued);
                    unsaved = 0;
                }

                entry.Done(events[^1].SequenceNumber, succeeded.Value);
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // The host stops; what was not delivered comes again.
        }
        catch (Exception e)
        {
            _log.PartitionBroken(e, s.Function.Name, s.Hub, log.Id);
            entry.Failed(int.MaxValue, e.Message);
        }

        if (unsaved > 0)
        {
            await CheckpointAsync(s, log, entry.Processed, enqueued);
        }
    }

    private async Task WaitForMinimumAsync(PartitionReader reader, PartitionLog log)
    {
        var deadline = options.Clock.GetUtcNow() + hostJson.MaxWaitTime;
        while (log.LastSequence - reader.Next + 1 < hostJson.MinEventBatchSize)
        {
            var left = deadline - options.Clock.GetUtcNow();
            var appended = log.Appended;
            if (left <= TimeSpan.Zero || log.LastSequence - reader.Next + 1 >= hostJson.MinEventBatchSize)
            {
                return;
            }
            try
            {
                await appended.WaitAsync(left, options.Clock, _stopping.Token);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    private static EventData[] Take(PartitionReader reader, int most)
    {
        using var activity = HostActivity.Source.StartActivity(HostActivity.HubRead);
        var events = new List<EventData>();
        var bytes = 0L;
        while (events.Count < most && (events.Count == 0 || bytes + reader.PeekSize() <= MaxBatchBytes) && reader.TryRead(out var data))
        {
            bytes += reader.LastSize;
            events.Add(data);
        }

        return [.. events];
    }

    // True when the function took the batch, false when it was given up, null when the host stopped before either.
    private async Task<bool?> DeliverAsync(Subscription s, PartitionLog log, TriggerProgress.Entry entry, EventData[] events)
    {
        var (first, last) = (events[0].SequenceNumber, events[^1].SequenceNumber);
        try
        {
            await RetryRunner.RunAsync(
                s.Function.Retry,
                attempt => InvokeAsync(s, log.Id, events, attempt),
                (e, attempt, delay) =>
                {
                    entry.Failed(attempt, e.Message);
                    if (delay is { } wait)
                    {
                        _log.BatchRetried(e, s.Function.Name, attempt, s.Hub, log.Id, first, last, wait);
                    }
                },
                options.Clock,
                _stopping.Token
            );
            return true;
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            _log.BatchGivenUp(e, s.Function.Name, s.Hub, log.Id, first, last);
            return false;
        }
    }

    private Task InvokeAsync(Subscription s, string partitionId, EventData[] events, int retryCount)
    {
        var request = new InvocationRequest
        {
            Bind = (parameter, _) =>
                ValueTask.FromResult(
                    parameter != s.Function.TriggerParameter ? null
                    : s.Trigger.IsBatched ? EventBinding.Batch(parameter.ParameterType, events)
                    : EventBinding.One(parameter.ParameterType, events[0])
                ),
            BindingData = new Dictionary<string, object?>
            {
                ["PartitionContext"] = JsonSerializer.Serialize(
                    new
                    {
                        FullyQualifiedNamespace = identity.Namespace,
                        EventHubName = s.Hub,
                        s.ConsumerGroup,
                        PartitionId = partitionId,
                    }
                ),
            },
            RetryCount = retryCount,
        };
        return invoker.InvokeAsync(s.Function, request, _abort.Token);
    }
}
