using Microsoft.DurableTask.Protobuf;

namespace Functions.Embedded.Durable;

/// <summary>What an orchestrator asked for in one turn.</summary>
internal sealed class Turn
{
    private const string WaitsForNothing =
        "it waits for something that its context did not make, such as Task.Delay, I/O or ConfigureAwait(false)";

    public Turn(OrchestratorSession session, OrchestratorResponse response)
    {
        Session = session;
        CustomStatus = response.CustomStatus;
        End = response.Actions.Select(a => a.CompleteOrchestration).FirstOrDefault(e => e is not null);
        Actions = [.. response.Actions.Where(a => a.CompleteOrchestration is null)];
        if (End is null && Actions.Count == 0 && !session.IsWaiting)
        {
            session.Thread.Report(WaitsForNothing);
        }

        if (session.Thread.Violation is { } violation && End?.OrchestrationStatus != OrchestrationStatus.Terminated)
        {
            End = new CompleteOrchestrationAction
            {
                OrchestrationStatus = OrchestrationStatus.Failed,
                FailureDetails = Failures.FromMessage(violation),
            };
        }
    }

    /// <summary>A turn that ended the orchestration before its code could run.</summary>
    public Turn(CompleteOrchestrationAction end)
    {
        End = end;
        Actions = [];
    }

    /// <summary>The execution, for the next turn.</summary>
    public OrchestratorSession? Session { get; }

    public string? CustomStatus { get; }

    /// <summary>The actions to record and begin. Those of a turn that ends the orchestration are never begun, but for events to others.</summary>
    public IReadOnlyList<OrchestratorAction> Actions { get; }

    /// <summary>How the turn ended the orchestration; null when it goes on.</summary>
    public CompleteOrchestrationAction? End { get; }

    public bool ContinuesAsNew => End?.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew;
}
