using Azure.Data.Tables;
using Settlement.Storage.Azure;

namespace Settlement.Storage.Tests;

/// <summary>How values are laid out in entities, against the service's own limits and its formula for the size of an entity.</summary>
public sealed class AzureTableEntityTests
{
    private const int OwnProperties = 252;
    private const int EntityBytes = 1024 * 1024;

    private static readonly string Key = new('k', 512);

    public static TheoryData<int> Boundaries =>
        [
            0,
            1,
            .. Enumerable
                .Range(1, TableLimits.MaxProperties)
                .SelectMany(n => new[] { -1, 0, 1 }, (n, d) => (n * TableLimits.MaxPropertyBytes) + d)
                .Where(length => length <= TableLimits.MaxValueBytes),
        ];

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void A_value_is_cut_at_every_64_KiB_and_comes_back(int length)
    {
        var value = new byte[length];
        new Random(length).NextBytes(value);

        var entity = AzureTableEntity.Create(Key, TableWrite.Insert(Key, value), Guid.NewGuid());

        var parts = entity.Select(property => property.Value).OfType<byte[]>().Select(part => part.Length).ToArray();
        Assert.Equal((length + TableLimits.MaxPropertyBytes - 1) / TableLimits.MaxPropertyBytes, parts.Length);
        Assert.All(parts, part => Assert.InRange(part, 1, TableLimits.MaxPropertyBytes));
        Assert.True(AzureTableEntity.Entry(entity).Value.Span.SequenceEqual(value));
        Assert.InRange(entity.Count(property => property.Key is not ("PartitionKey" or "RowKey")), 1, OwnProperties);
        Assert.InRange(Size(entity), 1, EntityBytes);
    }

    /// <summary>4 bytes, the keys in UTF-16, and for each property 8 bytes, its name in UTF-16 and its value, a binary one with 4 bytes of length.</summary>
    private static long Size(TableEntity entity)
    {
        const int Timestamp = 8 + (2 * 9) + 8;
        var size = 4L + Timestamp + (2 * (entity.PartitionKey.Length + entity.RowKey.Length));
        foreach (var (name, value) in entity)
        {
            if (name is not ("PartitionKey" or "RowKey"))
            {
                size += 8 + (2 * name.Length) + (value is byte[] bytes ? 4 + bytes.Length : 16);
            }
        }

        return size;
    }
}
