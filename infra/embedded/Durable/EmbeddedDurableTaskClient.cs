using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;

namespace Functions.Embedded.Durable;

/// <summary>The durable client of the host's own engine.</summary>
internal sealed class EmbeddedDurableTaskClient(DurableEngine engine) : DurableTaskClient("embedded")
{
    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellationToken = default
    ) => engine.ScheduleAsync(orchestratorName.Name, engine.Converter.Serialize(input), options);

    public override Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellationToken = default
    ) => SendAsync(instanceId, HistoryEvents.Raised(eventName, engine.Converter.Serialize(eventPayload)), cancellationToken);

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellationToken = default
    )
    {
        if (engine.Active(instanceId) is { } active)
        {
            await active.Started.WaitAsync(cancellationToken);
        }
        return await Known(instanceId, getInputsAndOutputs, cancellationToken);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellationToken = default
    )
    {
        if (engine.Active(instanceId) is { } active)
        {
            await active.Finished.WaitAsync(cancellationToken);
        }
        return await Known(instanceId, getInputsAndOutputs, cancellationToken);
    }

    public override async Task TerminateInstanceAsync(
        string instanceId,
        TerminateInstanceOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var row = options?.Recursive == true ? engine.Store.Find(instanceId) : null;
        await SendAsync(instanceId, HistoryEvents.Terminated(engine.Converter.Serialize(options?.Output)), cancellationToken);
        if (row is null)
        {
            return;
        }
        foreach (var child in engine.Store.Children(row).Where(c => !c.IsFinished))
        {
            await TerminateInstanceAsync(child.Id, options, cancellationToken);
        }
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        SendAsync(instanceId, HistoryEvents.Suspended(reason), cancellationToken);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default) =>
        SendAsync(instanceId, HistoryEvents.Resumed(reason), cancellationToken);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId,
        bool getInputsAndOutputs = false,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            engine.Store.Find(instanceId) is { } row ? InstanceMetadata.FromRow(row, getInputsAndOutputs, engine.Converter) : null
        );

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        filter ??= new OrchestrationQuery();
        return Pageable.Create(
            (token, size, _) =>
            {
                var withPayloads = filter.FetchInputsAndOutputs;
                var query = new InstanceQuery(
                    token ?? filter.ContinuationToken,
                    filter.InstanceIdPrefix,
                    new InstanceFilter(filter.CreatedFrom, filter.CreatedTo, filter.Statuses?.ToArray()),
                    withPayloads,
                    withPayloads
                );
                var (rows, goesOn) = engine.Store.Page(query, size ?? filter.PageSize);
                var page = rows.Select(r => InstanceMetadata.FromRow(r, withPayloads, engine.Converter)).ToList();
                return Task.FromResult(new Page<OrchestrationMetadata>(page, goesOn ? rows[^1].Id : null));
            }
        );
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellationToken = default
    ) => new(await PurgeAsync(instanceId, options?.Recursive == true), true);

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter,
        PurgeInstanceOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        var count = 0;
        await foreach (var instance in GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            if (instance.IsCompleted)
            {
                count += await PurgeAsync(instance.InstanceId, options?.Recursive == true);
            }
        }

        return new PurgeResult(count, true);
    }

    public override Task<string> RestartAsync(
        string instanceId,
        bool restartWithNewInstanceId = false,
        CancellationToken cancellationToken = default
    ) => engine.RestartAsync(instanceId, restartWithNewInstanceId).WaitAsync(cancellationToken);

    public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellationToken = default) =>
        engine.RewindAsync(instanceId, reason).WaitAsync(cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<OrchestrationMetadata> Known(string instanceId, bool getInputsAndOutputs, CancellationToken cancellationToken) =>
        await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellationToken)
        ?? throw new InvalidOperationException($"There is no orchestration instance '{instanceId}'.");

    private async Task<int> PurgeAsync(string instanceId, bool withChildren)
    {
        var children = withChildren && engine.Store.Find(instanceId) is { } row ? engine.Store.Children(row) : [];
        if (!await engine.Store.PurgeAsync(instanceId))
        {
            return 0;
        }
        var count = 1;
        foreach (var child in children)
        {
            count += await PurgeAsync(child.Id, withChildren);
        }
        return count;
    }

    private Task SendAsync(string instanceId, HistoryEvent message, CancellationToken cancellationToken) =>
        engine.SendAsync(instanceId, new HistoryRow(message)).WaitAsync(cancellationToken);
}
