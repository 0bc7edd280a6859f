using Functions.Embedded.Host;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Durable;

/// <summary>Instances and histories in the host's database.</summary>
internal sealed class DurableStore(HostStore store)
{
    private const string Columns =
        "id, execution, name, status, input, output, custom_status, failure, tags, created, updated, start_at, parent_id, parent_name, parent_execution, parent_task";

    private const string Finished = "1, 3, 5";

    /// <summary>
    /// Inserts an instance in the place of a finished one, with the beginning of its history; gives the status of one that stands in the way.
    /// </summary>
    public Task<OrchestrationRuntimeStatus?> CreateAsync(
        InstanceRow row, IReadOnlyCollection<OrchestrationRuntimeStatus> refuse, IReadOnlyList<HistoryEvent> history) =>
        store.WriteAsync(session =>
        {
            var standing = Create(session, row, refuse);
            if (standing is null) Append(session, row.Id, 0, history);
            return standing;
        });

    public static OrchestrationRuntimeStatus? Create(
        SqlSession session, InstanceRow row, IReadOnlyCollection<OrchestrationRuntimeStatus> refuse)
    {
        var existing = session.Query("SELECT status FROM instances WHERE id = ?1", r => (OrchestrationRuntimeStatus)r.GetInt32(0), row.Id);
        if (existing.Count > 0)
        {
            var finished = new InstanceRow("", "", "", existing[0], null, 0).IsFinished;
            if (!finished || refuse.Contains(existing[0])) return existing[0];
            Delete(session, row.Id);
        }

        session.Execute(
            $"INSERT INTO instances ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            row.Id, row.Execution, row.Name, (int)row.Status, row.Input, row.Output, row.CustomStatus, row.Failure, row.Tags,
            row.Created, row.Updated, row.StartAt, row.Parent?.Id, row.Parent?.Name, row.Parent?.Execution, row.Parent?.Task);
        return null;
    }

    /// <summary>Stores what an episode changed, all of it or nothing. Gives the ids of children that could not be made.</summary>
    public Task<List<string>> CommitAsync(InstanceRow row, bool resetHistory, int firstNumber, IReadOnlyList<HistoryEvent> events, IReadOnlyList<InstanceRow> children) =>
        store.WriteAsync(session =>
        {
            if (resetHistory)
            {
                session.Execute("DELETE FROM history WHERE instance = ?1", row.Id);
                session.Execute("UPDATE instances SET execution = ?2, input = ?3 WHERE id = ?1", row.Id, row.Execution, row.Input);
            }

            Append(session, row.Id, firstNumber, events);
            session.Execute(
                "UPDATE instances SET status = ?2, output = ?3, custom_status = ?4, failure = ?5, updated = ?6 WHERE id = ?1",
                row.Id, (int)row.Status, row.Output, row.CustomStatus, row.Failure, row.Updated);
            var refused = new List<string>();
            foreach (var child in children)
            {
                if (Create(session, child, []) is not null) refused.Add(child.Id);
            }

            return refused;
        });

    /// <summary>Puts failed executions back, all of them or none, and makes the children that take the place of those that are gone.</summary>
    /// <exception cref="RewindRefusedException">One of them is no longer as it was when the rewind was planned.</exception>
    public Task RewindAsync(IReadOnlyList<RewoundExecution> executions, IReadOnlyList<InstanceRow> children) => store.WriteAsync(session =>
    {
        foreach (var (row, length, appended) in executions)
        {
            var asPlanned = session.Query(
                "SELECT (SELECT COUNT(*) FROM history WHERE instance = ?1) FROM instances WHERE id = ?1 AND execution = ?2 AND status = ?3",
                r => r.GetInt32(0), row.Id, row.Execution, (int)OrchestrationRuntimeStatus.Failed);
            if (asPlanned is not [var now] || now != length) throw new RewindRefusedException($"The instance '{row.Id}' has changed meanwhile; look at it again.");
            session.Execute(
                "UPDATE history SET kind = CASE kind WHEN ?2 THEN ?3 WHEN ?4 THEN ?5 ELSE ?7 END WHERE instance = ?1 AND kind IN (?2, ?4, ?6)",
                row.Id,
                (int)HistoryKind.ActivityFailed, (int)HistoryKind.UndoneActivityFailure,
                (int)HistoryKind.ChildFailed, (int)HistoryKind.UndoneChildFailure,
                (int)HistoryKind.Completed, (int)HistoryKind.UndoneEnd);
            Append(session, row.Id, length, appended);
            session.Execute(
                "UPDATE instances SET status = ?2, output = NULL, failure = NULL, updated = ?3 WHERE id = ?1", row.Id, (int)row.Status, row.Updated);
        }

        foreach (var child in children)
        {
            if (Create(session, child, []) is { } status) throw new RewindRefusedException($"The sub-orchestration's id '{child.Id}' is taken by an instance that is {status}.");
        }
    });

    public List<InstanceRow> Unfinished() => store.Read(s =>
        s.Query($"SELECT {Columns} FROM instances WHERE status NOT IN ({Finished}) ORDER BY created", Row));

    public InstanceRow? Find(string id) => store.Read(s =>
        s.Query($"SELECT {Columns} FROM instances WHERE id = ?1", Row, id).FirstOrDefault());

    public List<HistoryEvent> History(string id) => store.Read(s => s.Query(
        "SELECT kind, task, name, payload, at, who FROM history WHERE instance = ?1 ORDER BY number",
        r => new HistoryEvent((HistoryKind)r.GetInt32(0), r.GetInt32(1), r.Text(2), r.Text(3), r.GetInt64(4)) { By = r.Text(5) },
        id));

    /// <summary>The sub-orchestrations that an instance's present execution has started.</summary>
    public List<InstanceRow> Children(InstanceRow parent) => store.Read(s => s.Query(
        $"SELECT {Columns} FROM instances WHERE parent_id = ?1 AND parent_execution = ?2 ORDER BY id", Row, parent.Id, parent.Execution));

    /// <summary>Instances after <paramref name="after"/> in the order of their ids, which is what a continuation names.</summary>
    public List<InstanceRow> Page(string? after, string? prefix, long? from, long? to, IEnumerable<OrchestrationRuntimeStatus>? statuses, int limit)
    {
        // One statement serves every filter; null parameters switch a condition off.
        var wanted = statuses is null ? null : "," + string.Join(',', statuses.Select(s => (int)s)) + ",";
        return store.Read(s => s.Query(
            $"""
            SELECT {Columns} FROM instances
            WHERE id > ?1 AND (?2 IS NULL OR substr(id, 1, length(?2)) = ?2) AND created >= ?3 AND created <= ?4
              AND (?5 IS NULL OR instr(?5, ',' || status || ',') > 0)
            ORDER BY id LIMIT ?6
            """,
            Row, after ?? "", string.IsNullOrEmpty(prefix) ? null : prefix, from ?? 0, to ?? long.MaxValue, wanted == ",," ? null : wanted, limit));
    }

    /// <summary>Deletes a finished instance; false when there is none.</summary>
    public Task<bool> PurgeAsync(string id) => store.WriteAsync(session =>
    {
        var found = session.Query($"SELECT 1 FROM instances WHERE id = ?1 AND status IN ({Finished})", _ => true, id).Count > 0;
        if (found) Delete(session, id);
        return found;
    });

    private static void Append(SqlSession session, string id, int firstNumber, IReadOnlyList<HistoryEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            session.Execute(
                "INSERT INTO history (instance, number, kind, task, name, payload, at, who) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                id, firstNumber + i, (int)e.Kind, e.TaskId, e.Name, e.Payload, e.At, e.By);
        }
    }

    private static void Delete(SqlSession session, string id)
    {
        session.Execute("DELETE FROM history WHERE instance = ?1", id);
        session.Execute("DELETE FROM instances WHERE id = ?1", id);
    }

    private static InstanceRow Row(SqliteDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetString(2), (OrchestrationRuntimeStatus)r.GetInt32(3), r.Text(4), r.GetInt64(9))
        {
            Output = r.Text(5),
            CustomStatus = r.Text(6),
            Failure = r.Text(7),
            Tags = r.Text(8),
            Updated = r.GetInt64(10),
            StartAt = r.Number(11),
            Parent = r.Text(12) is { } parent ? new ParentRow(parent, r.GetString(13), r.GetString(14), r.GetInt32(15)) : null,
        };
}
