using Settlement.Storage.Azure;

namespace Settlement.Storage.Tests;

[Collection(AzuriteFixture.Collection)]
public sealed class AzureTableStoreTests(AzuriteFixture azurite) : TableStoreConformance
{
    private readonly FaultyTransport _transport = new();
    private AzureTableStore? _store;
    private AzureTableStore? _another;

    // Azurite measures the base64 text of an update where the service measures the bytes it stands for.
    protected override int MaxPutBytes => 11 * TableLimits.MaxPropertyBytes;

    protected override ITableStore Store => _store ??= new AzureTableStore(azurite.Client(_transport));

    protected override ITableStore Another => _another ??= new AzureTableStore(azurite.Client());

    protected override string RequestsSent => _transport.Sent;

    // Azurite looks for the end of a key in the address by a quote and a comma.
    protected override bool FindsByKey(string key) => !key.StartsWith(',');
}
