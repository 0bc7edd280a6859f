using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using EventCase = Microsoft.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Functions.Embedded.Durable;

/// <summary>Makes history events and says what they are. An event without a timestamp gets that of the turn that takes it in.</summary>
internal static class HistoryEvents
{
    public static HistoryEvent TurnStarted(long at) =>
        new()
        {
            EventId = -1,
            Timestamp = Time(at),
            OrchestratorStarted = new OrchestratorStartedEvent(),
        };

    public static HistoryEvent ExecutionStarted(InstanceRow row)
    {
        var started = new ExecutionStartedEvent
        {
            Name = row.Name,
            Input = row.Input,
            OrchestrationInstance = Instance(row.Id, row.Execution),
        };
        if (row.Parent is { } parent)
        {
            started.ParentInstance = new ParentInstanceInfo
            {
                Name = parent.Name,
                OrchestrationInstance = Instance(parent.Id, parent.Execution),
                TaskScheduledId = parent.Task,
            };
        }

        if (row.StartAt is { } at)
        {
            started.ScheduledStartTimestamp = Time(at);
        }

        foreach (var (name, value) in row.TagsOrEmpty)
        {
            started.Tags.Add(name, value);
        }

        return new HistoryEvent { EventId = -1, ExecutionStarted = started };
    }

    public static HistoryEvent Note(string text) =>
        new()
        {
            EventId = -1,
            GenericEvent = new GenericEvent { Data = text },
        };

    public static HistoryEvent Raised(string name, string? payload) =>
        new()
        {
            EventId = -1,
            EventRaised = new EventRaisedEvent { Name = name, Input = payload },
        };

    public static HistoryEvent Suspended(string? reason) =>
        new()
        {
            EventId = -1,
            ExecutionSuspended = new ExecutionSuspendedEvent { Input = reason },
        };

    public static HistoryEvent Resumed(string? reason) =>
        new()
        {
            EventId = -1,
            ExecutionResumed = new ExecutionResumedEvent { Input = reason },
        };

    /// <summary>The end by force.</summary>
    /// <param name="output">The instance's output, as JSON.</param>
    public static HistoryEvent Terminated(string? output) =>
        new()
        {
            EventId = -1,
            ExecutionTerminated = new ExecutionTerminatedEvent { Input = output },
        };

    public static HistoryEvent Rewound(string? reason, long at) =>
        new()
        {
            EventId = -1,
            Timestamp = Time(at),
            ExecutionRewound = new ExecutionRewoundEvent { Reason = reason },
        };

    public static HistoryEvent TaskCompleted(int task, string? result) =>
        new()
        {
            EventId = -1,
            TaskCompleted = new TaskCompletedEvent { TaskScheduledId = task, Result = result },
        };

    public static HistoryEvent TaskFailed(int task, TaskFailureDetails failure) =>
        new()
        {
            EventId = -1,
            TaskFailed = new TaskFailedEvent { TaskScheduledId = task, FailureDetails = failure },
        };

    public static HistoryEvent ChildCompleted(int task, string? result) =>
        new()
        {
            EventId = -1,
            SubOrchestrationInstanceCompleted = new SubOrchestrationInstanceCompletedEvent { TaskScheduledId = task, Result = result },
        };

    public static HistoryEvent ChildFailed(int task, TaskFailureDetails failure) =>
        new()
        {
            EventId = -1,
            SubOrchestrationInstanceFailed = new SubOrchestrationInstanceFailedEvent { TaskScheduledId = task, FailureDetails = failure },
        };

    public static HistoryEvent TimerFired(int task, Timestamp fireAt) =>
        new()
        {
            EventId = -1,
            TimerFired = new TimerFiredEvent { TimerId = task, FireAt = fireAt },
        };

    public static HistoryEvent Completed(CompleteOrchestrationAction end, long at) =>
        new()
        {
            EventId = -1,
            Timestamp = Time(at),
            ExecutionCompleted = new ExecutionCompletedEvent
            {
                OrchestrationStatus = end.OrchestrationStatus,
                Result = end.Result,
                FailureDetails = end.FailureDetails,
            },
        };

    /// <summary>The event that records an action; null for one that needs none.</summary>
    public static HistoryEvent? Recorded(OrchestratorAction action, long at)
    {
        var recorded = new HistoryEvent { EventId = action.Id, Timestamp = Time(at) };
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                var task = action.ScheduleTask;
                recorded.TaskScheduled = new TaskScheduledEvent
                {
                    Name = task.Name,
                    Version = task.Version,
                    Input = task.Input,
                };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                recorded.TimerCreated = new TimerCreatedEvent { FireAt = action.CreateTimer.FireAt };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                var child = action.CreateSubOrchestration;
                recorded.SubOrchestrationInstanceCreated = new SubOrchestrationInstanceCreatedEvent
                {
                    InstanceId = child.InstanceId,
                    Name = child.Name,
                    Version = child.Version,
                    Input = child.Input,
                };
                break;
            case OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent:
                var sent = action.SendEvent;
                recorded.EventSent = new EventSentEvent
                {
                    InstanceId = sent.Instance.InstanceId,
                    Name = sent.Name,
                    Input = sent.Data,
                };
                break;
            default:
                return null;
        }

        return recorded;
    }

    /// <summary>Whether something was begun that an answer is to follow.</summary>
    public static bool IsRequest(this HistoryEvent e) =>
        e.EventTypeCase is EventCase.TaskScheduled or EventCase.TimerCreated or EventCase.SubOrchestrationInstanceCreated;

    /// <summary>Whether it is a failure that a rewind takes back.</summary>
    public static bool IsFailure(this HistoryEvent e) =>
        e.EventTypeCase is EventCase.TaskFailed or EventCase.SubOrchestrationInstanceFailed or EventCase.ExecutionCompleted;

    /// <summary>The event id of the request that this event answers; null when it is no answer.</summary>
    public static int? AnsweredRequest(this HistoryEvent e) =>
        e.EventTypeCase switch
        {
            EventCase.TaskCompleted => e.TaskCompleted.TaskScheduledId,
            EventCase.TaskFailed => e.TaskFailed.TaskScheduledId,
            EventCase.SubOrchestrationInstanceCompleted => e.SubOrchestrationInstanceCompleted.TaskScheduledId,
            EventCase.SubOrchestrationInstanceFailed => e.SubOrchestrationInstanceFailed.TaskScheduledId,
            EventCase.TimerFired => e.TimerFired.TimerId,
            _ => null,
        };

    public static Timestamp Time(long utcTicks) => Timestamp.FromDateTime(new DateTime(utcTicks, DateTimeKind.Utc));

    public static long Ticks(this Timestamp time) => time.ToDateTime().Ticks;

    private static OrchestrationInstance Instance(string id, string execution) => new() { InstanceId = id, ExecutionId = execution };
}
