using System.Runtime.CompilerServices;
using Settlement.Storage;

namespace Settlement.Runs.Tests.Bounds;

/// <summary>Counts the requests that a store would get: one for each read, each batch, and each page of a listing.</summary>
internal sealed class CountingStore(ITableStore inner) : ITableStore
{
    /// <summary>The entities that Azure Table storage answers with at once.</summary>
    private const int PageEntities = 1_000;

    public int Requests { get; set; }

    public int Entities { get; set; }

    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        Requests++;
        return inner.ReadAsync(table, partition, row, cancellationToken);
    }

    public async IAsyncEnumerable<TableEntry> QueryAsync(
        string table,
        string partition,
        RowRange rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Requests++;
        var found = 0;
        await foreach (var entry in inner.QueryAsync(table, partition, rows, cancellationToken))
        {
            if (found > 0 && found % PageEntities == 0)
            {
                Requests++;
            }
            found++;
            Entities++;
            yield return entry;
        }
    }

    public ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    )
    {
        Requests++;
        return inner.WriteAsync(table, partition, batch, cancellationToken);
    }
}
