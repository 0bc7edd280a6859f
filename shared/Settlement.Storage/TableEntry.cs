namespace Settlement.Storage;

/// <summary>An entity as read from a table.</summary>
/// <param name="Row">The row key.</param>
/// <param name="Value">The value as it was written.</param>
/// <param name="ETag">The version of the entity, to be named in a conditional write.</param>
public sealed record TableEntry(string Row, ReadOnlyMemory<byte> Value, string ETag);
