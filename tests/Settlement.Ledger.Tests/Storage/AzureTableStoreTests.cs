using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Tests.Storage;

[Collection(AzuriteFixture.Collection)]
public sealed class AzureTableStoreTests(AzuriteFixture azurite) : TableStoreConformance
{
    private AzureTableStore? _store;

    protected override ITableStore Store => _store ??= new AzureTableStore(azurite.Client());
}
