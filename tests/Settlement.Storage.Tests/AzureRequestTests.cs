using Azure;
using Azure.Data.Tables;
using Settlement.Storage.Azure;

namespace Settlement.Storage.Tests;

/// <summary>What the client puts on the wire, measured where it would leave.</summary>
public sealed class AzureRequestTests
{
    private readonly FaultyTransport _transport = new() { Lasting = Fault.Refused(400, "InvalidInput") };
    private readonly AzureTableStore _store;

    public AzureRequestTests()
    {
        // The longest account name there can be.
        var options = new TableClientOptions { Transport = _transport };
        _store = new AzureTableStore(
            new TableServiceClient(
                new Uri($"https://{new string('a', 24)}.table.core.windows.net"),
                new AzureSasCredential("sig=none"),
                options
            )
        );
    }

    public static TheoryData<char, TableWriteKind, int, int> Batches
    {
        get
        {
            var all = new TheoryData<char, TableWriteKind, int, int>();
            foreach (var character in "k'\"% &+\u00e9\u4e2d\uffe5")
            {
                foreach (var kind in Enum.GetValues<TableWriteKind>())
                {
                    all.Add(character, kind, 100, 0);
                    all.Add(character, kind, 1, 0);
                    all.Add(character, kind, 3, TableLimits.MaxValueBytes);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task A_request_is_no_longer_than_it_was_reckoned(char character, TableWriteKind kind, int writes, int length)
    {
        var partition = TableStoreConformance.LongestKey(character);
        var batch = Enumerable
            .Range(0, writes)
            .Select(i => new TableWrite(
                kind,
                partition[3..] + $"{i:D3}",
                kind == TableWriteKind.Delete ? default : new byte[length],
                kind == TableWriteKind.Replace ? "W/\"datetime'2026-01-01T00%3A00%3A00.0000000Z'\"" : null
            ))
            .ToArray();

        await Assert.ThrowsAsync<RequestFailedException>(async () =>
            await _store.WriteAsync(new string('t', 63), partition, batch, default)
        );

        Assert.InRange(_transport.LongestBody, 1, batch.Sum(write => TableLimits.RequestBytes(partition, write)));
    }
}
