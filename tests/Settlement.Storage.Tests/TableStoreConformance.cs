using System.Globalization;
using System.Text;

namespace Settlement.Storage.Tests;

/// <summary>What every adapter of the storage port must do. The facts are in the other parts of this class.</summary>
public abstract partial class TableStoreConformance
{
    private const string P = "partition";

    protected abstract ITableStore Store { get; }

    /// <summary>Another store over the same data, as a second process has it.</summary>
    protected abstract ITableStore Another { get; }

    /// <summary>The requests that <see cref="Store"/> has sent to a service, where it has one.</summary>
    protected virtual string RequestsSent => string.Empty;

    /// <summary>The longest value that the service behind the adapter lets a put write.</summary>
    protected virtual int MaxPutBytes => TableLimits.MaxValueBytes;

    /// <summary>Whether the service behind the adapter finds an entity again that has this key.</summary>
    protected virtual bool FindsByKey(string key) => true;

    /// <summary>A table of this test alone.</summary>
    protected string Table { get; } = $"t{Guid.NewGuid():N}";

    protected static CancellationToken None => CancellationToken.None;

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    // Comparing element by element and printing the difference would take longer than the test.
    protected static void AssertSame(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual) =>
        Assert.True(expected.Span.SequenceEqual(actual.Span));

    protected static int Number(TableEntry entry) => int.Parse(Encoding.UTF8.GetString(entry.Value.Span), CultureInfo.InvariantCulture);

    protected static byte[] Number(int number) => Bytes(number.ToString(CultureInfo.InvariantCulture));

    protected async Task<string> TextAsync(string row) =>
        await Store.ReadAsync(Table, P, row, None) is { } entry ? Encoding.UTF8.GetString(entry.Value.Span) : "(none)";

    protected async Task<List<string>> RowsAsync(RowRange rows, string partition = P)
    {
        var found = new List<string>();
        await foreach (var entry in Store.QueryAsync(Table, partition, rows, None))
        {
            found.Add(entry.Row);
        }
        return found;
    }

    protected async Task<IReadOnlyList<string?>> WriteAsync(params TableWrite[] batch) => await Store.WriteAsync(Table, P, batch, None);

    protected async Task<string> WriteOneAsync(TableWrite write) => (await WriteAsync(write))[0]!;

    protected Task<TableConflictException> ConflictsAsync(params TableWrite[] batch) =>
        Assert.ThrowsAsync<TableConflictException>(() => WriteAsync(batch));
}
