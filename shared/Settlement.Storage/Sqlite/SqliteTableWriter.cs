using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Settlement.Storage.Diagnostics;

namespace Settlement.Storage.Sqlite;

/// <summary>
/// The one thread that writes. What waits in the queue goes into one transaction, so that many callers share one
/// flush of the disk; each batch has a savepoint, so that a conflict undoes its own batch alone.
/// </summary>
internal sealed class SqliteTableWriter : IDisposable
{
    /// <summary>Enough to make the flush cheap, little enough that nobody waits long for a neighbour's bytes.</summary>
    private const int MaxGroupBytes = 16 * 1024 * 1024;

    // Waited on by a thread of its own, so that a starved thread pool does not hold up the writes.
    private readonly BlockingCollection<SqliteWriteRequest> _queue = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteWriteStatements _statements;
    private readonly Thread _thread;

    public SqliteTableWriter(string path, Action<SqliteConnection>? setUp)
    {
        _connection = SqliteDatabase.OpenWriter(path, out var firstVersion);
        setUp?.Invoke(_connection);
        _statements = new SqliteWriteStatements(_connection, firstVersion);
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    public async Task<IReadOnlyList<string?>> EnqueueAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    )
    {
        var request = new SqliteWriteRequest(table, partition, batch, cancellationToken);
        try
        {
            _queue.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteTableStore));
        }

        return await request.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
        _statements.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        var group = new List<SqliteWriteRequest>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            try
            {
                RunGroup(group, first);
                foreach (var request in group)
                {
                    request.Complete();
                }
            }
            // Whatever it was, each caller gets the failure; the thread must live on for the writes to come.
#pragma warning disable CA1031
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _statements.TryRollback();
                foreach (var request in group)
                {
                    request.Fail(failure);
                }
            }

            group.Clear();
        }
    }

    private void RunGroup(List<SqliteWriteRequest> group, SqliteWriteRequest first)
    {
        var bytes = 0;
        SqliteWriteRequest? request = first;
        using (LedgerActivity.Start(LedgerActivity.Store))
        {
            do
            {
                if (request.IsCancelled)
                {
                    continue;
                }
                group.Add(request);
                if (group.Count == 1)
                {
                    _statements.Begin();
                }
                bytes += request.Bytes;
                request.Apply(_statements);
            } while (bytes < MaxGroupBytes && _queue.TryTake(out request));
        }

        if (group.Count == 0)
        {
            return;
        }
        using (LedgerActivity.Start(LedgerActivity.Commit))
        {
            _statements.Commit();
        }
    }
}
