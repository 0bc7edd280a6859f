using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Settlement.Storage.Sqlite;

/// <summary>
/// The embedded adapter: one SQLite database file, created on first use.
/// </summary>
/// <remarks>
/// Reads run on the caller's thread and never wait for a write. Writes pass through one thread, and those that
/// wait together share one transaction; a task completes after the commit has reached the disk.
/// A listing is read in pages, each a read of its own, as Azure's continuation pages are.
/// </remarks>
public sealed class SqliteTableStore : ITableStore, IDisposable
{
    private readonly string _path;
    private readonly Action<SqliteConnection>? _setUpWriter;
    private readonly Lock _opening = new();
    private readonly ConcurrentBag<SqliteTableReader> _readers = [];
    private readonly int _maxIdleReaders = Environment.ProcessorCount * 2;
    private volatile SqliteTableWriter? _writer;
    private volatile bool _disposed;

    /// <summary>Names the database file; nothing is opened yet.</summary>
    public SqliteTableStore(string path)
        : this(path, null) { }

    /// <summary>Lets a test set up the connection that writes, so that a full disk or a busy file can be had where there is none.</summary>
    internal SqliteTableStore(string path, Action<SqliteConnection>? setUpWriter)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        _setUpWriter = setUpWriter;
    }

    /// <inheritdoc/>
    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckKey(row, nameof(row));
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Reading(table, partition, reader => reader.Read(SqliteDatabase.Name(table), partition, row)));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TableEntry> QueryAsync(
        string table,
        string partition,
        RowRange rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckRange(rows);
        await ValueTask.CompletedTask;
        string? last = null;
        bool more;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            (var page, more) = Reading(table, partition, reader => reader.Page(SqliteDatabase.Name(table), partition, rows, last));
            foreach (var entry in page)
            {
                yield return entry;
                last = entry.Row;
            }
        } while (more);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    )
    {
        TableLimits.Check(table, partition, batch);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await Writer().EnqueueAsync(table, partition, batch, cancellationToken);
        }
        catch (Exception failure) when (SqliteFailures.IsTemporary(failure))
        {
            throw SqliteFailures.Unavailable(_path, table, partition, failure);
        }
    }

    /// <summary>Completes the writes that were accepted and closes the file.</summary>
    public void Dispose()
    {
        lock (_opening)
        {
            if (_disposed)
            {
                return;
            }
            _disposed = true;
        }

        CloseReaders();
        // Last, so that closing the only connection left folds the log back into the database.
        _writer?.Dispose();
    }

    private T Reading<T>(string table, string partition, Func<SqliteTableReader, T> read)
    {
        try
        {
            return Reading(read);
        }
        catch (Exception failure) when (SqliteFailures.IsTemporary(failure))
        {
            throw SqliteFailures.Unavailable(_path, table, partition, failure);
        }
    }

    private T Reading<T>(Func<SqliteTableReader, T> read)
    {
        // The writer's opening creates the file, which a reader must find complete.
        Writer();
        if (!_readers.TryTake(out var reader))
        {
            reader = new SqliteTableReader(_path);
        }
        var healthy = false;
        try
        {
            var result = read(reader);
            healthy = true;
            return result;
        }
        finally
        {
            if (healthy && _readers.Count < _maxIdleReaders)
            {
                _readers.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
            if (_disposed)
            {
                CloseReaders();
            }
        }
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private SqliteTableWriter Writer()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_writer is { } open)
        {
            return open;
        }
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _writer ??= new SqliteTableWriter(_path, _setUpWriter);
        }
    }
}
