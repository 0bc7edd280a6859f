using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Settlement.Worker.Tests.Host;

/// <summary>The Durable extension of the host, as a durable client reaches it: it takes every start and knows no instance.</summary>
internal sealed class DurableExtension : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    /// <summary>The address of its HTTP API, which is in the links that an orchestration is answered with.</summary>
    public const string HttpApi = "http://localhost:7071/runtime/webhooks/durabletask";

    private readonly ConcurrentQueue<CreateInstanceRequest> _starts = new();

    public IReadOnlyCollection<CreateInstanceRequest> Starts => _starts;

    public override Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        _starts.Enqueue(request);
        return Task.FromResult(new CreateInstanceResponse { InstanceId = request.InstanceId });
    }

    public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
        Task.FromResult(new GetInstanceResponse { Exists = false });
}
