using Settlement.Storage;

namespace Settlement.Testing.App;

/// <summary>The real store, some requests of which fail while a test wants it so.</summary>
internal sealed class FaultyStore(ITableStore inner) : ITableStore
{
    private volatile Func<string, string, bool, Exception?>? _fault;
    private volatile Func<string, string, Exception?>? _rowFault;

    /// <summary>What a request of a table and partition fails with, a write or not; null lets it pass.</summary>
    public Func<string, string, bool, Exception?>? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>What a write of a row of a table fails with; null lets it pass.</summary>
    public Func<string, string, Exception?>? RowFault
    {
        get => _rowFault;
        set => _rowFault = value;
    }

    public async ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        Check(table, partition, write: false);
        return await inner.ReadAsync(table, partition, row, cancellationToken);
    }

    public IAsyncEnumerable<TableEntry> QueryAsync(string table, string partition, RowRange rows, CancellationToken cancellationToken)
    {
        Check(table, partition, write: false);
        return inner.QueryAsync(table, partition, rows, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    )
    {
        Check(table, partition, write: true);
        if (batch.Select(write => _rowFault?.Invoke(table, write.Row)).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            throw fault;
        }
        return await inner.WriteAsync(table, partition, batch, cancellationToken);
    }

    private void Check(string table, string partition, bool write)
    {
        if (_fault?.Invoke(table, partition, write) is { } fault)
        {
            throw fault;
        }
    }
}
