using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Functions.Embedded.Storage;

/// <summary>
/// The host's SQLite file. Writes of all parts queue up and share transactions, so that many small ones cost one flush to disk;
/// a write has happened when its task completes.
/// </summary>
internal sealed class HostStore(DataFolder folder) : IDisposable
{
    private const int NoSuchThing = 1,
        Damaged = 11,
        OfAnother = 26;

    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _readLock = new();
    private SqlSession? _writer;
    private SqlSession? _reader;
    private Task? _loop;

    private abstract record Write
    {
        public abstract void Run(SqlSession session);

        public abstract void Committed();

        public abstract void Failed(Exception e);
    }

    private sealed record Write<T>(Func<SqlSession, T> Work, TaskCompletionSource<T> Done) : Write
    {
        private T? _result;

        public override void Run(SqlSession session) => _result = Work(session);

        public override void Committed() => Done.TrySetResult(_result!);

        public override void Failed(Exception e) => Done.TrySetException(e);
    }

    /// <summary>Opens the file, makes it where there is none, and has each part make its tables.</summary>
    public void Open(params IEnumerable<Action<SqlSession>> schemas)
    {
        try
        {
            OpenSessions(schemas);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Damaged or OfAnother or NoSuchThing)
        {
            throw new InvalidDataException(
                $"'{folder.Database}' is damaged, or no database of this host ({e.Message.TrimEnd('.')}). Restore it, or move it away: orchestrations and timers then start anew, and readings and runs stay.",
                e
            );
        }
        catch (SqliteException e)
        {
            throw new IOException(
                $"'{folder.Database}' cannot be used ({e.Message.TrimEnd('.')}). See to the disk's room and the file's rights.",
                e
            );
        }
    }

    private void OpenSessions(IEnumerable<Action<SqlSession>> schemas)
    {
        var name = new SqliteConnectionStringBuilder { DataSource = folder.Database, Pooling = false }.ToString();
        _writer = new SqlSession(name);
        _writer.Execute("PRAGMA journal_mode = WAL");
        _writer.Execute("PRAGMA synchronous = FULL");
        foreach (var apply in schemas)
        {
            apply(_writer);
        }

        _reader = new SqlSession(name);
        _loop = Task.Factory.StartNew(RunLoop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_writes.Writer.TryWrite(new Write<T>(work, done)))
        {
            done.SetException(new ObjectDisposedException(nameof(HostStore)));
        }
        return done.Task;
    }

    public Task WriteAsync(Action<SqlSession> work) =>
        WriteAsync(session =>
        {
            work(session);
            return true;
        });

    public T Read<T>(Func<SqlSession, T> work)
    {
        lock (_readLock)
        {
            return work(_reader ?? throw new ObjectDisposedException(nameof(HostStore)));
        }
    }

    public void Dispose()
    {
        _writes.Writer.TryComplete();
        _loop?.Wait();
        lock (_readLock)
        {
            _reader?.Dispose();
            _reader = null;
        }

        _writer?.Dispose();
        _writer = null;
    }

    private void RunLoop()
    {
        var batch = new List<Write>();
        while (_writes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < 500 && _writes.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }
            if (!TryCommit(batch, out var error) && batch.Count == 1)
            {
                batch[0].Failed(error!);
            }
            else if (error is not null)
            {
                CommitOneByOne(batch);
            }
        }
    }

    // One bad write must not fail those that happened to share its transaction.
    private void CommitOneByOne(List<Write> batch)
    {
        foreach (var write in batch)
        {
            if (!TryCommit([write], out var error))
            {
                write.Failed(error!);
            }
        }
    }

    private bool TryCommit(List<Write> batch, out Exception? error)
    {
        error = null;
        try
        {
            _writer!.Execute("BEGIN IMMEDIATE");
            foreach (var write in batch)
            {
                write.Run(_writer);
            }
            _writer.Execute("COMMIT");
        }
        catch (Exception e)
        {
            error = e;
            try
            {
                _writer!.Execute("ROLLBACK");
            }
            catch (SqliteException)
            {
                // SQLite has already rolled back by itself on some errors.
            }

            return false;
        }

        foreach (var write in batch)
        {
            write.Committed();
        }
        return true;
    }
}
