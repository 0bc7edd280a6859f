namespace Settlement.Storage.Sqlite;

/// <summary>One caller's batch on its way through the writer.</summary>
internal sealed class SqliteWriteRequest(
    string table,
    string partition,
    IReadOnlyList<TableWrite> batch,
    CancellationToken cancellationToken
)
{
    // The callers must not run on the writer's thread.
    private readonly TaskCompletionSource<IReadOnlyList<string?>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string?[] _tags = new string?[batch.Count];
    private TableConflictException? _conflict;

    public Task<IReadOnlyList<string?>> Task => _completion.Task;

    public int Bytes => batch.Sum(write => TableLimits.RequestBytes(partition, write));

    /// <summary>Whether the caller gave up before its batch was begun; from then on the batch is carried through.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

    /// <summary>Writes the batch within the open transaction. A conflict is remembered and reported after the commit, for it may rest on a neighbour's write.</summary>
    public void Apply(SqliteWriteStatements statements)
    {
        statements.Savepoint();
        for (var i = 0; i < batch.Count; i++)
        {
            if (statements.TryApply(table, partition, batch[i], out _tags[i]))
            {
                continue;
            }
            _conflict = new TableConflictException(table, partition, batch[i].Row);
            statements.RollbackToSavepoint();
            break;
        }

        statements.Release();
    }

    public void Complete()
    {
        if (_conflict is null)
        {
            _completion.TrySetResult(_tags);
        }
        else
        {
            _completion.TrySetException(_conflict);
        }
    }

    public void Fail(Exception failure) => _completion.TrySetException(failure);
}
