using Functions.Embedded.Configuration;
using Functions.Embedded.Invocation;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Durable;

/// <summary>
/// Runs turns of orchestrators in Durable Task's own replay engine, the one that runs them in Azure. It keeps an execution in memory for a
/// while after each turn; a turn of an execution that it no longer has replays the whole history.
/// </summary>
internal sealed class Orchestrators(
    FunctionCatalog catalog,
    FunctionInvoker invoker,
    HostJson hostJson,
    IServiceProvider services,
    ILoggerFactory loggers
) : IDisposable
{
    private readonly ExtendedSessionsCache _sessions = new();

    public DataConverter Converter { get; } = Microsoft.DurableTask.Converters.JsonDataConverter.Default;

    /// <summary>Runs one turn.</summary>
    /// <param name="row">The instance.</param>
    /// <param name="session">The execution, if an earlier turn left it in memory.</param>
    /// <param name="newEvents">What the turn takes in, beginning with its start.</param>
    /// <param name="readHistory">Reads what earlier turns took in and asked for. It is called only when the history is needed.</param>
    /// <param name="wake">Called, on any thread, when the code was continued outside a turn.</param>
    public Turn Run(
        InstanceRow row,
        OrchestratorSession? session,
        IReadOnlyCollection<HistoryEvent> newEvents,
        Func<IEnumerable<HistoryEvent>> readHistory,
        Action wake
    )
    {
        if (session is not null)
        {
            var response = Run(Request(row, newEvents, null, keep: true), session, _sessions);
            if (!response.RequiresHistory)
            {
                return new Turn(session, response);
            }
        }

        session = NewSession(row, wake);
        return session is null
            ? new Turn(NoSuchOrchestrator(row))
            : new Turn(session, Run(Request(row, newEvents, readHistory(), keep: true), session, _sessions));
    }

    /// <summary>Runs one turn on a whole history and forgets the execution: it changes nothing.</summary>
    public Turn Try(InstanceRow row, IReadOnlyCollection<HistoryEvent> newEvents, IEnumerable<HistoryEvent> history)
    {
        var session = NewSession(row, () => { });
        return session is null
            ? new Turn(NoSuchOrchestrator(row))
            : new Turn(session, Run(Request(row, newEvents, history, keep: false), session, null));
    }

    public void Dispose() => _sessions.Dispose();

    private OrchestratorSession? NewSession(InstanceRow row, Action wake) =>
        catalog.Find(row.Name) is { Trigger: OrchestrationTriggerAttribute } function
            ? new OrchestratorSession(function, row, invoker, Converter, loggers, wake)
            : null;

    private static CompleteOrchestrationAction NoSuchOrchestrator(InstanceRow row) =>
        Failed(new InvalidOperationException($"There is no orchestrator named '{row.Name}'."));

    private OrchestratorResponse Run(OrchestratorRequest request, OrchestratorSession session, ExtendedSessionsCache? sessions)
    {
        var encoded = Convert.ToBase64String(request.ToByteArray());
        try
        {
            var response = session.Thread.Run(() => GrpcOrchestrationRunner.LoadAndRun(encoded, session, sessions, services));
            return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(response));
        }
        catch (Exception e)
        {
            // The engine throws where the code ended as cancelled, instead of failing the orchestration.
            var end = Failed(e is AggregateException { InnerException: { } inner } ? inner : e);
            return new OrchestratorResponse { Actions = { new OrchestratorAction { CompleteOrchestration = end } } };
        }
    }

    private static CompleteOrchestrationAction Failed(Exception e) =>
        new()
        {
            OrchestrationStatus = OrchestrationStatus.Failed,
            Result = e.Message,
            FailureDetails = Failures.FromException(e),
        };

    private OrchestratorRequest Request(
        InstanceRow row,
        IReadOnlyCollection<HistoryEvent> newEvents,
        IEnumerable<HistoryEvent>? history,
        bool keep
    )
    {
        var request = new OrchestratorRequest { InstanceId = row.Id, ExecutionId = row.Execution };
        request.NewEvents.Add(newEvents);
        if (history is not null)
        {
            request.PastEvents.Add(history);
        }

        request.Properties["IncludeState"] = Value.ForBool(history is not null);
        request.Properties["IsExtendedSession"] = Value.ForBool(keep);
        request.Properties["ExtendedSessionIdleTimeoutInSeconds"] = Value.ForNumber(hostJson.ExtendedSessionIdleTimeoutInSeconds);
        return request;
    }
}
