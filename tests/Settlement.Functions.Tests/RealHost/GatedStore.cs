using Settlement.Storage;

namespace Settlement.Functions.Tests.RealHost;

/// <summary>The real store, in which the results of Settlement Periods are not written while a gate is closed, so that a run stays under way.</summary>
internal sealed class GatedStore(ITableStore inner) : ITableStore
{
    private volatile TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _gate.TrySetResult();

    public void Close() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
        inner.ReadAsync(table, partition, row, cancellationToken);

    public IAsyncEnumerable<TableEntry> QueryAsync(string table, string partition, RowRange rows, CancellationToken cancellationToken) =>
        inner.QueryAsync(table, partition, rows, cancellationToken);

    public async ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    )
    {
        if (table == "results" && batch.Any(write => write.Row.StartsWith("period-", StringComparison.Ordinal)))
        {
            await _gate.Task.WaitAsync(cancellationToken);
        }
        return await inner.WriteAsync(table, partition, batch, cancellationToken);
    }
}
