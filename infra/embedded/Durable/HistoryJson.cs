using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask;

namespace Functions.Embedded.Durable;

/// <summary>
/// A history as the Functions host shows it: a call and its answer are one event, at the place of the answer, with the time of the call;
/// starts of episodes are left out; results are shown on request. Acts of operators have <c>By</c> beside.
/// </summary>
internal sealed class HistoryJson
{
    private readonly InstanceRow _row;
    private readonly bool _withOutput;
    private readonly Dictionary<int, (HistoryEvent Event, long At)> _asked = [];

    private HistoryJson(InstanceRow row, bool withOutput) => (_row, _withOutput) = (row, withOutput);

    public static JsonArray Of(InstanceRow row, IReadOnlyList<HistoryEvent> history, bool withOutput)
    {
        var json = new HistoryJson(row, withOutput);
        var answered = history.Where(e => e.IsAnswer && e.Kind != HistoryKind.TimerFired).Select(e => e.TaskId).ToHashSet();
        var shown = new JsonArray();
        var episode = 0L;
        foreach (var e in history)
        {
            if (e.Kind == HistoryKind.EpisodeStarted) episode = e.At;
            if (e.IsAction) json._asked[e.TaskId] = (e, episode);
            if (e.Kind != HistoryKind.EpisodeStarted && !(e.IsAction && answered.Contains(e.TaskId))) shown.Add((JsonNode)json.Of(e, e.IsAction ? episode : e.At));
        }

        return shown;
    }

    private JsonObject Of(HistoryEvent e, long at)
    {
        var shown = new JsonObject { ["EventType"] = Type(e.Kind), ["Timestamp"] = Time(at) };
        switch (e.Kind)
        {
            case HistoryKind.Started:
                shown["FunctionName"] = _row.Name;
                break;
            case HistoryKind.ActivityScheduled:
                shown["Name"] = e.Name;
                break;
            case HistoryKind.ChildScheduled:
                shown["Name"] = e.Name;
                shown["InstanceId"] = JsonSerializer.Deserialize<ChildStart>(e.Payload!)!.Id;
                break;
            case HistoryKind.TimerCreated:
                shown["FireAt"] = Time(e.At);
                break;
            case HistoryKind.TimerFired:
                if (_asked.TryGetValue(e.TaskId, out var timer)) shown["FireAt"] = Time(timer.Event.At);
                break;
            case HistoryKind.ActivityCompleted or HistoryKind.ChildCompleted:
                Answer(shown, e);
                if (_withOutput) shown["Result"] = InstanceJson.Value(e.Payload);
                break;
            case HistoryKind.ActivityFailed or HistoryKind.ChildFailed:
                Answer(shown, e);
                Failure(shown, FailureJson.Read(e.Payload));
                break;
            case HistoryKind.UndoneActivityFailure or HistoryKind.UndoneChildFailure:
                shown["Data"] = $"Rewound: {(e.Kind == HistoryKind.UndoneActivityFailure ? "TaskFailed" : "SubOrchestrationInstanceFailed")}";
                Answer(shown, e);
                shown["Reason"] = FailureJson.Read(e.Payload).ErrorMessage;
                break;
            case HistoryKind.UndoneEnd:
                shown["Data"] = "Rewound: ExecutionCompleted";
                break;
            case HistoryKind.StartedByHand:
                shown["Data"] = e.Payload;
                break;
            case HistoryKind.EventRaised:
                shown["Name"] = e.Name;
                if (_withOutput) shown["Input"] = InstanceJson.Value(e.Payload);
                break;
            case HistoryKind.Terminated:
                shown["Reason"] = InstanceJson.Value(e.Payload);
                break;
            case HistoryKind.Suspended or HistoryKind.Resumed or HistoryKind.Rewound:
                shown["Reason"] = e.Payload;
                break;
            case HistoryKind.Completed:
                shown["OrchestrationStatus"] = e.Name;
                if (_row.Failure is { } failure) Failure(shown, FailureJson.Read(failure));
                else if (_withOutput) shown["Result"] = InstanceJson.Value(_row.Output);
                break;
        }

        if (e.By is not null) shown["By"] = e.By;
        return shown;
    }

    private void Answer(JsonObject shown, HistoryEvent e)
    {
        shown["FunctionName"] = e.Name;
        if (_asked.TryGetValue(e.TaskId, out var asked)) shown["ScheduledTime"] = Time(asked.At);
    }

    private static void Failure(JsonObject shown, TaskFailureDetails failure)
    {
        shown["Reason"] = failure.ErrorMessage;
        shown["Details"] = failure.ErrorType;
    }

    private static string Type(HistoryKind kind) => kind switch
    {
        HistoryKind.Started => "ExecutionStarted",
        HistoryKind.ActivityScheduled => "TaskScheduled",
        HistoryKind.ActivityCompleted => "TaskCompleted",
        HistoryKind.ActivityFailed => "TaskFailed",
        HistoryKind.ChildScheduled => "SubOrchestrationInstanceCreated",
        HistoryKind.ChildCompleted => "SubOrchestrationInstanceCompleted",
        HistoryKind.ChildFailed => "SubOrchestrationInstanceFailed",
        HistoryKind.Suspended => "ExecutionSuspended",
        HistoryKind.Resumed => "ExecutionResumed",
        HistoryKind.Terminated => "ExecutionTerminated",
        HistoryKind.Rewound => "ExecutionRewound",
        HistoryKind.Completed => "ExecutionCompleted",
        HistoryKind.UndoneActivityFailure or HistoryKind.UndoneChildFailure or HistoryKind.UndoneEnd or HistoryKind.StartedByHand => "GenericEvent",
        _ => kind.ToString(),
    };

    private static string Time(long ticks) => InstanceJson.Time(ticks, "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'");
}
