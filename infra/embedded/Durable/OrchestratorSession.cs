using Functions.Embedded.Invocation;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Durable;

/// <summary>One execution of an orchestrator function in memory. It serves turn after turn until the replay engine lets go of it.</summary>
internal sealed class OrchestratorSession(
    FunctionDescriptor function,
    InstanceRow row,
    FunctionInvoker invoker,
    DataConverter converter,
    ILoggerFactory loggers,
    Action wake
) : ITaskOrchestrator
{
    private EmbeddedOrchestrationContext? _context;

    public OrchestratorThread Thread { get; } = new(wake);

    public Type InputType => typeof(object);

    public Type OutputType => typeof(object);

    /// <summary>Whether the code waits for something that its context gave it.</summary>
    public bool IsWaiting => _context?.HasOpenTasks == true;

    /// <inheritdoc/>
    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        // It holds for this method and what it calls; the caller's context is put back when this method returns.
        SynchronizationContext.SetSynchronizationContext(Thread.Guard(SynchronizationContext.Current));
        _context = new EmbeddedOrchestrationContext(context, Thread, row.Input, converter, loggers);
        var request = new InvocationRequest
        {
            Bind = (parameter, _) =>
                ValueTask.FromResult(
                    parameter == function.TriggerParameter ? _context : converter.Deserialize(row.Input, parameter.ParameterType)
                ),
            BindingData = new Dictionary<string, object?> { ["instanceId"] = row.Id },
        };
        return await invoker.InvokeAsync(function, request, CancellationToken.None);
    }
}
