using System.Text;
using Settlement.Storage.Azure;

namespace Settlement.Storage.Tests;

/// <summary>The client repeats a request whose reply was lost; the repetition meets what the first one wrote.</summary>
[Collection(AzuriteFixture.Collection)]
public sealed class AzureLostReplyTests(AzuriteFixture azurite)
{
    private const string P = "partition";

    private readonly string _table = $"t{Guid.NewGuid():N}";
    private readonly FaultyTransport _transport = new();

    [SkippableFact]
    public async Task An_insert_recognises_itself()
    {
        var store = await StartAsync();

        var tag = (await LosingAsync(store, TableWrite.Insert("a", Bytes("1"))))[0];

        Assert.Equal((await store.ReadAsync(_table, P, "a", default))!.ETag, tag);
    }

    [SkippableFact]
    public async Task An_insert_does_not_take_an_equal_one_for_itself()
    {
        var store = await StartAsync();
        await WriteAsync(store, TableWrite.Insert("a", Bytes("same")));

        await Assert.ThrowsAsync<TableConflictException>(() => WriteAsync(store, TableWrite.Insert("a", Bytes("same"))));
    }

    [SkippableFact]
    public async Task A_replace_recognises_itself_and_counts_once()
    {
        var store = await StartAsync();
        var first = (await WriteAsync(store, TableWrite.Insert("a", Bytes("1"))))[0]!;

        var second = (await LosingAsync(store, TableWrite.Replace("a", Bytes("2"), first)))[0]!;
        await WriteAsync(store, TableWrite.Replace("a", Bytes("3"), second));

        Assert.Equal("3", await TextAsync(store, "a"));
    }

    [SkippableFact]
    public async Task A_batch_with_deletes_recognises_itself()
    {
        var store = await StartAsync();
        var first = (await WriteAsync(store, TableWrite.Insert("a", Bytes("1")), TableWrite.Insert("b", Bytes("1"))))[0]!;

        var tags = await LosingAsync(
            store,
            TableWrite.Delete("b"),
            TableWrite.Replace("a", Bytes("2"), first),
            TableWrite.Insert("c", Bytes("2")),
            TableWrite.Delete("absent-before")
        );

        Assert.Null(tags[0]);
        Assert.Equal((await store.ReadAsync(_table, P, "a", default))!.ETag, tags[1]);
        Assert.Equal((await store.ReadAsync(_table, P, "c", default))!.ETag, tags[2]);
        Assert.Null(await store.ReadAsync(_table, P, "b", default));
    }

    [SkippableFact]
    public async Task A_batch_recognises_itself_after_another_writer_went_on_from_it()
    {
        var store = await StartAsync();
        var other = new AzureTableStore(azurite.Client());
        var first = (await WriteAsync(store, TableWrite.Insert("head", Bytes("1"))))[0]!;
        _transport.Meanwhile = async () =>
        {
            var head = await other.ReadAsync(_table, P, "head", default);
            await WriteAsync(other, TableWrite.Replace("head", Bytes("3"), head!.ETag));
        };

        var tags = await LosingAsync(store, TableWrite.Replace("head", Bytes("2"), first), TableWrite.Insert("block", Bytes("2")));

        Assert.Equal("3", await TextAsync(store, "head"));
        Assert.Equal((await store.ReadAsync(_table, P, "block", default))!.ETag, tags[1]);
        await Assert.ThrowsAsync<TableConflictException>(() => WriteAsync(store, TableWrite.Replace("head", Bytes("4"), tags[0]!)));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<AzureTableStore> StartAsync()
    {
        var store = new AzureTableStore(azurite.Client(_transport));
        await WriteAsync(store, TableWrite.Put("makes-the-table", default));
        return store;
    }

    private async Task<IReadOnlyList<string?>> LosingAsync(AzureTableStore store, params TableWrite[] batch)
    {
        _transport.Next(Fault.Named["reply lost"]);
        return await WriteAsync(store, batch);
    }

    private async Task<IReadOnlyList<string?>> WriteAsync(AzureTableStore store, params TableWrite[] batch) =>
        await store.WriteAsync(_table, P, batch, default);

    private async Task<string> TextAsync(AzureTableStore store, string row) =>
        Encoding.UTF8.GetString((await store.ReadAsync(_table, P, row, default))!.Value.Span);
}
