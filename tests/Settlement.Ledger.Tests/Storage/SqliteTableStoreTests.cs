using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Tests.Storage;

public sealed class SqliteTableStoreTests : TableStoreConformance, IDisposable
{
    private readonly SqliteFolder _folder = new();
    private readonly SqliteTableStore _store;

    public SqliteTableStoreTests() => _store = new SqliteTableStore(_folder.File);

    protected override ITableStore Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
