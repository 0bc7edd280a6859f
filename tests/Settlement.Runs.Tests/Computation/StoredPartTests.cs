using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Storage;

namespace Settlement.Runs.Tests.Computation;

/// <summary>A stored part is what was written, or an error; never less than that.</summary>
public sealed class StoredPartTests
{
    private static readonly RunKey Key = new(ComputedMarket.Day, "SF", 1);
    private static readonly string Partition = ComputedMarket.ResultsOf(Key);

    private readonly InMemoryTableStore _store = new();

    private ResultStore Results => new(_store);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_part_whose_later_chunk_is_gone_is_not_read_as_a_shorter_one(int chunk)
    {
        await Results.PutAsync(Key, "large", new byte[(2 * TableLimits.MaxValueBytes) + 100], default);
        await _store.WriteAsync("results", Partition, [TableWrite.Delete($"large-{chunk:D2}")], default);

        var damage = await Assert.ThrowsAnyAsync<Exception>(async () => await Results.FindAsync(Key, "large", default));

        Assert.Contains("'large'", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_byte_is_noticed()
    {
        await Results.PutAsync(Key, "part", """{"net":100}"""u8.ToArray(), default);
        var row = (await _store.ReadAsync("results", Partition, "part-00", default))!;
        var bytes = row.Value.ToArray();
        bytes[^2] ^= 1;
        await _store.WriteAsync("results", Partition, [TableWrite.Put(row.Row, bytes)], default);

        await Assert.ThrowsAnyAsync<Exception>(async () => await Results.FindAsync(Key, "part", default));
    }

    [Fact]
    public async Task The_part_of_another_name_is_not_taken_for_it()
    {
        await Results.PutAsync(Key, "part", """{"net":100}"""u8.ToArray(), default);
        var row = (await _store.ReadAsync("results", Partition, "part-00", default))!;
        await _store.WriteAsync("results", Partition, [TableWrite.Put("other-00", row.Value)], default);

        await Assert.ThrowsAnyAsync<Exception>(async () => await Results.FindAsync(Key, "other", default));
    }

    [Fact]
    public async Task A_part_that_replaces_a_larger_one_is_read_without_what_is_left_of_it()
    {
        await Results.PutAsync(Key, "part", new byte[2 * TableLimits.MaxValueBytes], default);
        await Results.PutAsync(Key, "part", new byte[TableLimits.MaxValueBytes], default);

        Assert.Equal(TableLimits.MaxValueBytes, (await Results.FindAsync(Key, "part", default))!.Value.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData((2 * TableLimits.MaxValueBytes) + 5)]
    public async Task What_an_earlier_version_stored_without_length_and_checksum_is_still_read(int length)
    {
        var value = Enumerable.Range(0, length).Select(i => (byte)('0' + (i % 10))).ToArray();
        await _store.WriteAllAsync("results", Partition, TableBlobs.Cut("old", value, TableWriteKind.Put), default);

        Assert.Equal(value, (await Results.FindAsync(Key, "old", default))!.Value.ToArray());
    }
}
