using System.Text.Json;
using Functions.Embedded.Storage;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;

namespace Functions.Embedded.Durable;

/// <summary>
/// Brings histories of version 0.1 into the present form, in one transaction when the database is opened. Orchestrations under way go on
/// from where they were. Delete this when no data folder of that version is left.
/// </summary>
internal static class HistoryUpgrade
{
    private sealed record OldRow(string Instance, int Kind, int Task, string? Name, string? Payload, long At, string? By);

    private sealed record OldInstance(InstanceRow Row, string? OldFailure);

    private sealed record OldChild(string Id, string? Input);

    private sealed record OldFailure(string Type, string Message, string? Stack, OldFailure? Inner);

    public static void Apply(SqlSession session)
    {
        if (session.Query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'history'", _ => true).Count == 0)
        {
            return;
        }

        session.Execute("BEGIN IMMEDIATE");
        try
        {
            Convert(session);
            session.Execute("DROP TABLE history");
            session.Execute("COMMIT");
        }
        catch
        {
            session.Execute("ROLLBACK");
            throw;
        }
    }

    private static void Convert(SqlSession session)
    {
        var signed = session.Query("SELECT 1 FROM pragma_table_info('history') WHERE name = 'who'", _ => true).Count > 0;
        var instances = session.Query(
            "SELECT id, execution, name, status, input, output, failure, created, parent_id, parent_name, parent_execution, parent_task FROM instances",
            ReadInstance
        );
        foreach (var old in instances)
        {
            var instance = old;
            if (old.OldFailure is { } json)
            {
                var failure = Failures.ToJson(Failure(json));
                session.Execute("UPDATE instances SET failure = ?2 WHERE id = ?1", old.Row.Id, failure);
                instance = old with { Row = old.Row with { Failure = failure } };
            }

            var rows = session.Query(
                signed
                    ? "SELECT kind, task, name, payload, at, who FROM history WHERE instance = ?1 ORDER BY number"
                    : "SELECT kind, task, name, payload, at, NULL FROM history WHERE instance = ?1 ORDER BY number",
                r => new OldRow(old.Row.Id, r.GetInt32(0), r.GetInt32(1), r.Text(2), r.Text(3), r.GetInt64(4), r.Text(5)),
                old.Row.Id
            );
            Append(session, instance.Row, rows);
        }
    }

    private static void Append(SqlSession session, InstanceRow instance, List<OldRow> rows)
    {
        var timers = new Dictionary<int, long>();
        var (turn, number) = (instance.Created, 0);
        foreach (var row in rows)
        {
            if (row.Kind == 0)
            {
                turn = row.At;
            }

            if (row.Kind == 5)
            {
                timers[row.Task] = row.At;
            }

            var e = Event(instance, row, timers);
            e.Timestamp ??= HistoryEvents.Time(row.At > 0 && row.Kind != 5 ? row.At : turn);
            session.Execute(
                "INSERT INTO events (instance, number, event, who, undone) VALUES (?1, ?2, ?3, ?4, ?5)",
                instance.Id,
                number++,
                e.ToByteArray(),
                row.By,
                row.Kind is >= 16 and <= 18 ? 1 : 0
            );
        }
    }

    // The numbers are those of version 0.1.
    private static HistoryEvent Event(InstanceRow instance, OldRow row, Dictionary<int, long> timers) =>
        row.Kind switch
        {
            0 => HistoryEvents.TurnStarted(row.At),
            1 => HistoryEvents.ExecutionStarted(instance),
            2 => new HistoryEvent
            {
                EventId = row.Task,
                TaskScheduled = new TaskScheduledEvent { Name = row.Name, Input = $"[{row.Payload ?? "null"}]" },
            },
            3 => HistoryEvents.TaskCompleted(row.Task, row.Payload),
            4 or 16 => HistoryEvents.TaskFailed(row.Task, Failure(row.Payload!)),
            5 => new HistoryEvent
            {
                EventId = row.Task,
                TimerCreated = new TimerCreatedEvent { FireAt = HistoryEvents.Time(row.At) },
            },
            6 => HistoryEvents.TimerFired(row.Task, HistoryEvents.Time(timers.GetValueOrDefault(row.Task, row.At))),
            7 => HistoryEvents.Raised(row.Name!, row.Payload),
            8 => Child(row),
            9 => HistoryEvents.ChildCompleted(row.Task, row.Payload),
            10 or 17 => HistoryEvents.ChildFailed(row.Task, Failure(row.Payload!)),
            11 => HistoryEvents.Suspended(row.Payload),
            12 => HistoryEvents.Resumed(row.Payload),
            13 => HistoryEvents.Terminated(row.Payload),
            14 or 18 => HistoryEvents.Completed(End(instance), row.At),
            15 => HistoryEvents.Rewound(row.Payload, row.At),
            19 => HistoryEvents.Note(row.Payload ?? ""),
            var kind => throw new InvalidDataException($"The history of '{row.Instance}' has an event of the unknown kind {kind}."),
        };

    private static HistoryEvent Child(OldRow row)
    {
        var child = JsonSerializer.Deserialize<OldChild>(row.Payload!)!;
        return new HistoryEvent
        {
            EventId = row.Task,
            SubOrchestrationInstanceCreated = new SubOrchestrationInstanceCreatedEvent
            {
                InstanceId = child.Id,
                Name = row.Name,
                Input = child.Input,
            },
        };
    }

    private static CompleteOrchestrationAction End(InstanceRow instance) =>
        new()
        {
            OrchestrationStatus = (OrchestrationStatus)(int)instance.Status,
            Result = instance.Output,
            FailureDetails = instance.Failure is { } failure ? Failures.FromJson(failure) : null,
        };

    private static TaskFailureDetails Failure(string json) => Failure(JsonSerializer.Deserialize<OldFailure>(json)!);

    private static TaskFailureDetails Failure(OldFailure old) =>
        new()
        {
            ErrorType = old.Type,
            ErrorMessage = old.Message,
            StackTrace = old.Stack,
            InnerFailure = old.Inner is { } inner ? Failure(inner) : null,
        };

    private static OldInstance ReadInstance(SqliteDataReader r) =>
        new(
            new InstanceRow(
                r.GetString(0),
                r.GetString(1),
                r.GetString(2),
                (OrchestrationRuntimeStatus)r.GetInt32(3),
                r.Text(4),
                r.GetInt64(7)
            )
            {
                Output = r.Text(5),
                Parent = r.Text(8) is { } parent ? new ParentRow(parent, r.GetString(9), r.GetString(10), r.GetInt32(11)) : null,
            },
            r.Text(6)
        );
}
