using Settlement.Storage.Sqlite;

namespace Settlement.Storage.Tests;

public sealed class SqliteTableStoreTests : TableStoreConformance, IDisposable
{
    private readonly SqliteFolder _folder = new();
    private readonly SqliteTableStore _store;
    private readonly SqliteTableStore _another;

    public SqliteTableStoreTests()
    {
        _store = new SqliteTableStore(_folder.File);
        _another = new SqliteTableStore(_folder.File);
    }

    protected override ITableStore Store => _store;

    protected override ITableStore Another => _another;

    public void Dispose()
    {
        _store.Dispose();
        _another.Dispose();
        _folder.Dispose();
    }
}
