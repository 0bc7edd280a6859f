using Functions.Embedded.Storage;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;

namespace Functions.Embedded.Durable;

/// <summary>Instances, their histories and the messages that wait for them, in the host's database.</summary>
internal sealed class DurableStore(HostStore store)
{
    private const string Columns =
        "id, execution, name, status, input, output, custom_status, failure, tags, created, updated, start_at, parent_id, parent_name, parent_execution, parent_task";

    private const string Finished = "1, 3, 5";

    /// <summary>How many instances a page reads at a time: few where their inputs come with them, of which one may be large.</summary>
    private const int LargeRowsAtOnce = 2,
        SmallRowsAtOnce = 200;

    /// <summary>
    /// Inserts an instance in the place of a finished one, with the beginning of its history; gives the status of one that stands in the way.
    /// </summary>
    public Task<OrchestrationRuntimeStatus?> CreateAsync(
        InstanceRow row,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refuse,
        IReadOnlyList<HistoryRow> history
    ) =>
        store.WriteAsync(session =>
        {
            var standing = Create(session, row, refuse);
            if (standing is null)
            {
                Append(session, row.Id, 0, history);
            }

            return standing;
        });

    /// <summary>Stores what a turn changed, all of it or nothing.</summary>
    public Task<CommittedTurn> CommitAsync(TurnCommit turn) =>
        store.WriteAsync(session =>
        {
            var row = turn.Row;
            if (turn.IsNewExecution)
            {
                session.Execute("DELETE FROM events WHERE instance = ?1", row.Id);
                session.Execute("UPDATE instances SET execution = ?2, input = ?3 WHERE id = ?1", row.Id, row.Execution, row.Input);
            }

            Append(session, row.Id, turn.FirstNumber, turn.History);
            session.Execute(
                "UPDATE instances SET status = ?2, output = ?3, custom_status = ?4, failure = ?5, updated = ?6 WHERE id = ?1",
                row.Id,
                (int)row.Status,
                row.Output,
                row.CustomStatus,
                row.Failure,
                row.Updated
            );
            foreach (var number in turn.Taken)
            {
                session.Execute("DELETE FROM inbox WHERE number = ?1", number);
            }

            if (row.IsFinished)
            {
                session.Execute("DELETE FROM inbox WHERE instance = ?1", row.Id);
            }

            return new CommittedTurn(
                [.. turn.Children.Where(child => Create(session, child, []) is not null).Select(c => c.Id)],
                [.. turn.Sent.Select(sent => Hold(session, sent.Instance, sent.Message)).OfType<HeldMessage>()]
            );
        });

    /// <summary>Keeps messages for an instance that is not ready to take them.</summary>
    public Task<List<HeldMessage>> HoldAsync(string id, IReadOnlyList<HistoryRow> messages) =>
        store.WriteAsync(session => messages.Select(m => Hold(session, id, m)).OfType<HeldMessage>().ToList());

    public List<HeldMessage> Held(string id) =>
        store.Read(s =>
            s.Query(
                "SELECT number, event, who FROM inbox WHERE instance = ?1 ORDER BY number",
                r => new HeldMessage(id, r.GetInt64(0), new HistoryRow(Event(r, 1), r.Text(2))),
                id
            )
        );

    /// <summary>Puts failed executions back, all of them or none, and makes the children that take the place of those that are gone.</summary>
    /// <exception cref="RewindRefusedException">One of them is no longer as it was when the rewind was planned.</exception>
    public Task RewindAsync(IReadOnlyList<RewoundExecution> executions, IReadOnlyList<InstanceRow> children) =>
        store.WriteAsync(session =>
        {
            foreach (var execution in executions)
            {
                var row = execution.Row;
                var asPlanned = session.Query(
                    "SELECT (SELECT COUNT(*) FROM events WHERE instance = ?1) FROM instances WHERE id = ?1 AND execution = ?2 AND status = ?3",
                    r => r.GetInt32(0),
                    row.Id,
                    row.Execution,
                    (int)OrchestrationRuntimeStatus.Failed
                );
                if (asPlanned is not [var length] || length != execution.Length)
                {
                    throw new RewindRefusedException(
                        $"The instance '{row.Id}' has changed since the rewind was planned; look at it again."
                    );
                }

                foreach (var number in execution.Undone)
                {
                    session.Execute("UPDATE events SET undone = 1 WHERE instance = ?1 AND number = ?2", row.Id, number);
                }

                Append(session, row.Id, length, [execution.Note]);
                session.Execute(
                    "UPDATE instances SET status = ?2, output = NULL, failure = NULL, updated = ?3 WHERE id = ?1",
                    row.Id,
                    (int)row.Status,
                    row.Updated
                );
            }

            foreach (var child in children)
            {
                if (Create(session, child, []) is { } status)
                {
                    throw new RewindRefusedException($"The sub-orchestration's id '{child.Id}' is taken by an instance that is {status}.");
                }
            }
        });

    public List<InstanceRow> Unfinished() =>
        store.Read(s => s.Query($"SELECT {Columns} FROM instances WHERE status NOT IN ({Finished}) ORDER BY created", Row));

    public InstanceRow? Find(string id) =>
        store.Read(s => s.Query($"SELECT {Columns} FROM instances WHERE id = ?1", Row, id).FirstOrDefault());

    public List<HistoryRow> History(string id) =>
        store.Read(s =>
            s.Query(
                "SELECT event, who, undone FROM events WHERE instance = ?1 ORDER BY number",
                r => new HistoryRow(Event(r, 0), r.Text(1)) { IsUndone = r.GetBoolean(2) },
                id
            )
        );

    /// <summary>The sub-orchestrations that an instance's present execution has started.</summary>
    public List<InstanceRow> Children(InstanceRow parent) =>
        store.Read(s =>
            s.Query(
                $"SELECT {Columns} FROM instances WHERE parent_id = ?1 AND parent_execution = ?2 ORDER BY id",
                Row,
                parent.Id,
                parent.Execution
            )
        );

    /// <summary>Instances in the order of their ids, which is what a continuation names, and whether there are more.</summary>
    /// <param name="wanted">Which instances.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="mostCharacters">After how many characters of inputs and results the page ends early.</param>
    public (List<InstanceRow> Rows, bool GoesOn) Page(InstanceQuery wanted, int most, int mostCharacters = int.MaxValue)
    {
        var filter = wanted.Filter;
        // One statement serves every filter; null parameters switch a condition off.
        var statuses = filter.Statuses is null ? null : "," + string.Join(',', filter.Statuses.Select(s => (int)s)) + ",";
        var (rows, characters) = (new List<InstanceRow>(), 0L);
        foreach (var row in Rows())
        {
            if (rows.Count == most || characters >= mostCharacters)
            {
                return (rows, true);
            }
            rows.Add(row);
            characters +=
                (row.Input?.Length ?? 0L) + (row.Output?.Length ?? 0) + (row.CustomStatus?.Length ?? 0) + (row.Failure?.Length ?? 0);
        }
        return (rows, false);

        // Few at a time, so that one that ends the page early has not read the rest.
        IEnumerable<InstanceRow> Rows()
        {
            var atOnce = wanted.WithInput || wanted.WithResults ? LargeRowsAtOnce : SmallRowsAtOnce;
            for (var after = wanted.After ?? ""; ; )
            {
                var some = store.Read(s =>
                    s.Query(
                        """
                        SELECT id, execution, name, status, CASE WHEN ?7 THEN input END, CASE WHEN ?8 THEN output END,
                          CASE WHEN ?8 THEN custom_status END, failure, tags, created, updated, start_at,
                          parent_id, parent_name, parent_execution, parent_task
                        FROM instances
                        WHERE id > ?1 AND (?2 IS NULL OR substr(id, 1, length(?2)) = ?2) AND created >= ?3 AND created <= ?4
                          AND (?5 IS NULL OR instr(?5, ',' || status || ',') > 0)
                        ORDER BY id LIMIT ?6
                        """,
                        Row,
                        after,
                        string.IsNullOrEmpty(wanted.Prefix) ? null : wanted.Prefix,
                        filter.From?.UtcTicks ?? 0,
                        filter.To?.UtcTicks ?? long.MaxValue,
                        statuses == ",," ? null : statuses,
                        atOnce,
                        wanted.WithInput,
                        wanted.WithResults
                    )
                );
                foreach (var row in some)
                {
                    yield return row;
                }
                if (some.Count < atOnce)
                {
                    yield break;
                }
                after = some[^1].Id;
            }
        }
    }

    /// <summary>Deletes a finished instance; false when there is none.</summary>
    public Task<bool> PurgeAsync(string id) =>
        store.WriteAsync(session =>
        {
            var found = session.Query($"SELECT 1 FROM instances WHERE id = ?1 AND status IN ({Finished})", _ => true, id).Count > 0;
            if (found)
            {
                Delete(session, id);
            }

            return found;
        });

    private static OrchestrationRuntimeStatus? Create(
        SqlSession session,
        InstanceRow row,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refuse
    )
    {
        var existing = session.Query("SELECT status FROM instances WHERE id = ?1", r => (OrchestrationRuntimeStatus)r.GetInt32(0), row.Id);
        if (existing.Count > 0)
        {
            var finished = new InstanceRow("", "", "", existing[0], null, 0).IsFinished;
            if (!finished || refuse.Contains(existing[0]))
            {
                return existing[0];
            }

            Delete(session, row.Id);
        }

        session.Execute(
            $"INSERT INTO instances ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            row.Id,
            row.Execution,
            row.Name,
            (int)row.Status,
            row.Input,
            row.Output,
            row.CustomStatus,
            row.Failure,
            row.Tags,
            row.Created,
            row.Updated,
            row.StartAt,
            row.Parent?.Id,
            row.Parent?.Name,
            row.Parent?.Execution,
            row.Parent?.Task
        );
        return null;
    }

    // As in Azure, a message to an instance that has finished or never was is dropped.
    private static HeldMessage? Hold(SqlSession session, string id, HistoryRow message)
    {
        var numbers = session.Query(
            $"""
            INSERT INTO inbox (instance, event, who)
            SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM instances WHERE id = ?1 AND status NOT IN ({Finished}))
            RETURNING number
            """,
            r => r.GetInt64(0),
            id,
            message.Event.ToByteArray(),
            message.By
        );
        return numbers is [var number] ? new HeldMessage(id, number, message) : null;
    }

    private static void Append(SqlSession session, string id, int firstNumber, IReadOnlyList<HistoryRow> history)
    {
        for (var i = 0; i < history.Count; i++)
        {
            session.Execute(
                "INSERT INTO events (instance, number, event, who, undone) VALUES (?1, ?2, ?3, ?4, ?5)",
                id,
                firstNumber + i,
                history[i].Event.ToByteArray(),
                history[i].By,
                history[i].IsUndone ? 1 : 0
            );
        }
    }

    private static void Delete(SqlSession session, string id)
    {
        session.Execute("DELETE FROM events WHERE instance = ?1", id);
        session.Execute("DELETE FROM inbox WHERE instance = ?1", id);
        session.Execute("DELETE FROM instances WHERE id = ?1", id);
    }

    private static HistoryEvent Event(SqliteDataReader r, int column) => HistoryEvent.Parser.ParseFrom(r.GetFieldValue<byte[]>(column));

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

/// <summary>What a turn changes on disk.</summary>
/// <param name="Row">The instance as it is after the turn.</param>
/// <param name="FirstNumber">The number of the first of the new history rows.</param>
/// <param name="History">The rows to add.</param>
internal sealed record TurnCommit(InstanceRow Row, int FirstNumber, IReadOnlyList<HistoryRow> History)
{
    /// <summary>Whether a new execution takes the place of the one before, with its history.</summary>
    public bool IsNewExecution { get; init; }

    /// <summary>Sub-orchestrations to be made.</summary>
    public IReadOnlyList<InstanceRow> Children { get; init; } = [];

    /// <summary>Messages to instances, this one among them.</summary>
    public IReadOnlyList<(string Instance, HistoryRow Message)> Sent { get; init; } = [];

    /// <summary>The numbers of held messages that the turn took in.</summary>
    public IReadOnlyList<long> Taken { get; init; } = [];
}

/// <summary>What came of a turn's commit.</summary>
/// <param name="RefusedChildren">Ids of children that were not made, because an unfinished instance has the id.</param>
/// <param name="Sent">The messages that are held for their instances now.</param>
internal sealed record CommittedTurn(IReadOnlyList<string> RefusedChildren, IReadOnlyList<HeldMessage> Sent);

/// <summary>A message on disk that its instance has not taken in.</summary>
internal sealed record HeldMessage(string Instance, long Number, HistoryRow Message);
