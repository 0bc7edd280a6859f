namespace Settlement.Storage;

/// <summary>What a write of a batch does to its row.</summary>
public enum TableWriteKind
{
    /// <summary>Adds a row that must not exist.</summary>
    Insert,

    /// <summary>Replaces a row that must still have the named entity tag.</summary>
    Replace,

    /// <summary>Adds or replaces a row, whatever is there.</summary>
    Put,

    /// <summary>Removes a row, whatever its version; a row that is not there is no error.</summary>
    Delete,
}

/// <summary>One write of an atomic batch.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Row">The row key.</param>
/// <param name="Value">The new value; empty for a delete.</param>
/// <param name="ETag">The version that a replace expects.</param>
public sealed record TableWrite(TableWriteKind Kind, string Row, ReadOnlyMemory<byte> Value, string? ETag)
{
    /// <summary>Adds a row that must not exist.</summary>
    public static TableWrite Insert(string row, ReadOnlyMemory<byte> value) => new(TableWriteKind.Insert, row, value, null);

    /// <summary>Replaces a row that must still have <paramref name="etag"/>.</summary>
    public static TableWrite Replace(string row, ReadOnlyMemory<byte> value, string etag) => new(TableWriteKind.Replace, row, value, etag);

    /// <summary>Adds or replaces a row.</summary>
    public static TableWrite Put(string row, ReadOnlyMemory<byte> value) => new(TableWriteKind.Put, row, value, null);

    /// <summary>Removes a row if it is there.</summary>
    public static TableWrite Delete(string row) => new(TableWriteKind.Delete, row, default, null);
}
