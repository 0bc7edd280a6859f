using System.Text.Json.Nodes;
using Microsoft.DurableTask.Protobuf;
using EventCase = Microsoft.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Functions.Embedded.Durable;

/// <summary>
/// A history as the Functions host shows it, with its fields in its order: a request and its answer are one event, at the place of the answer,
/// with the time of the request; starts of turns are left out; results are shown on request. Acts of operators have <c>By</c> beside.
/// </summary>
internal sealed class HistoryJson
{
    private readonly InstanceRow _row;
    private readonly bool _withOutput;
    private readonly Dictionary<int, HistoryEvent> _requests = [];

    private HistoryJson(InstanceRow row, bool withOutput) => (_row, _withOutput) = (row, withOutput);

    public static JsonArray Write(InstanceRow row, IReadOnlyList<HistoryRow> history, bool withOutput)
    {
        var json = new HistoryJson(row, withOutput);
        var answered = history
            .Where(h => !h.IsUndone && h.Event.EventTypeCase != EventCase.TimerFired)
            .Select(h => h.Event.AnsweredRequest())
            .OfType<int>()
            .ToHashSet();
        var shown = new JsonArray();
        foreach (var item in history)
        {
            var e = item.Event;
            if (e.IsRequest())
            {
                json._requests[e.EventId] = e;
            }

            if (e.EventTypeCase != EventCase.OrchestratorStarted && !(e.IsRequest() && answered.Contains(e.EventId)))
            {
                shown.Add((JsonNode)json.Show(item));
            }
        }

        return shown;
    }

    private JsonObject Show(HistoryRow item)
    {
        var e = item.Event;
        var shown = new JsonObject { ["EventType"] = item.IsUndone ? nameof(EventCase.GenericEvent) : e.EventTypeCase.ToString() };
        if (item.IsUndone)
        {
            shown["Data"] = $"Rewound: {e.EventTypeCase}";
        }

        ShowFacts(shown, item);
        shown["Timestamp"] = Time(e.Timestamp.Ticks());
        if (e.EventTypeCase == EventCase.ExecutionStarted)
        {
            shown["FunctionName"] = _row.Name;
        }
        else if (
            e.AnsweredRequest() is { } number
            && _requests.TryGetValue(number, out var request)
            && request.EventTypeCase != EventCase.TimerCreated
        )
        {
            shown["ScheduledTime"] = InstanceJson.Time(request.Timestamp.Ticks(), "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'+00:00'");
            shown["FunctionName"] = request.TaskScheduled?.Name ?? request.SubOrchestrationInstanceCreated?.Name;
            shown["Input"] = null;
        }
        if (item.By is not null)
        {
            shown["By"] = item.By;
        }

        return shown;
    }

    private void ShowFacts(JsonObject shown, HistoryRow item)
    {
        var e = item.Event;
        switch (e.EventTypeCase)
        {
            case EventCase.ExecutionStarted:
                shown["Input"] = DurableJson.Text(e.ExecutionStarted.Input);
                shown["Correlation"] = null;
                shown["ParentTraceContext"] = null;
                shown["ScheduledStartTime"] = null;
                shown["Generation"] = 0;
                shown["GenerateNewTrace"] = false;
                break;
            case EventCase.TaskScheduled:
                shown["Name"] = e.TaskScheduled.Name;
                break;
            case EventCase.SubOrchestrationInstanceCreated:
                shown["Name"] = e.SubOrchestrationInstanceCreated.Name;
                shown["InstanceId"] = e.SubOrchestrationInstanceCreated.InstanceId;
                break;
            case EventCase.TimerCreated:
                shown["FireAt"] = Time(e.TimerCreated.FireAt.Ticks());
                break;
            case EventCase.TimerFired:
                shown["FireAt"] = Time(e.TimerFired.FireAt.Ticks());
                break;
            case EventCase.TaskCompleted:
                ShowOutput(shown, "Result", e.TaskCompleted.Result);
                break;
            case EventCase.SubOrchestrationInstanceCompleted:
                ShowOutput(shown, "Result", e.SubOrchestrationInstanceCompleted.Result);
                break;
            case EventCase.TaskFailed:
                ShowFailure(shown, item, e.TaskFailed.FailureDetails);
                break;
            case EventCase.SubOrchestrationInstanceFailed:
                ShowFailure(shown, item, e.SubOrchestrationInstanceFailed.FailureDetails);
                break;
            case EventCase.GenericEvent:
                shown["Data"] = DurableJson.Text(e.GenericEvent.Data);
                break;
            case EventCase.EventSent:
                shown["Name"] = DurableJson.Text(e.EventSent.Name);
                shown["InstanceId"] = DurableJson.Text(e.EventSent.InstanceId);
                break;
            case EventCase.EventRaised:
                shown["Name"] = DurableJson.Text(e.EventRaised.Name);
                ShowOutput(shown, "Input", e.EventRaised.Input);
                break;
            case EventCase.ExecutionTerminated:
                shown["Reason"] = DurableJson.Show(e.ExecutionTerminated.Input);
                break;
            case EventCase.ExecutionSuspended:
                shown["Reason"] = DurableJson.Text(e.ExecutionSuspended.Input);
                break;
            case EventCase.ExecutionResumed:
                shown["Reason"] = DurableJson.Text(e.ExecutionResumed.Input);
                break;
            case EventCase.ExecutionRewound:
                shown["Reason"] = DurableJson.Text(e.ExecutionRewound.Reason);
                break;
            case EventCase.ExecutionCompleted when !item.IsUndone:
                ShowEnd(shown, item, e.ExecutionCompleted);
                break;
        }
    }

    private void ShowEnd(JsonObject shown, HistoryRow item, ExecutionCompletedEvent end)
    {
        shown["OrchestrationStatus"] = ((Microsoft.DurableTask.Client.OrchestrationRuntimeStatus)(int)end.OrchestrationStatus).ToString();
        if (end.FailureDetails is { } failure)
        {
            ShowFailure(shown, item, failure);
        }
        else
        {
            ShowOutput(shown, "Result", end.Result);
        }
    }

    private void ShowOutput(JsonObject shown, string field, string? json)
    {
        if (_withOutput)
        {
            shown[field] = DurableJson.Show(json);
        }
    }

    /// <summary>The stack trace of a failure is in the log.</summary>
    private static void ShowFailure(JsonObject shown, HistoryRow item, TaskFailureDetails failure)
    {
        shown["Reason"] = DurableJson.Text(failure.ErrorMessage);
        if (item.IsUndone)
        {
            return;
        }
        shown["Details"] = null;
        shown["FailureDetails"] = new JsonObject
        {
            ["ErrorType"] = failure.ErrorType,
            ["ErrorMessage"] = DurableJson.Text(failure.ErrorMessage),
            ["StackTrace"] = null,
            ["InnerFailure"] = null,
            ["IsNonRetriable"] = failure.IsNonRetriable,
            ["Properties"] = null,
        };
    }

    private static string Time(long ticks) => InstanceJson.Time(ticks, "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'");
}
