using Azure;
using Azure.Data.Tables;

namespace Settlement.Storage.Azure;

/// <summary>How a value lies in an entity: cut into binary properties, none for an empty value, beside the id of the batch that wrote it.</summary>
internal static class AzureTableEntity
{
    public const string WriteId = "W";

    private static readonly string[] Names = [.. Enumerable.Range(0, TableLimits.MaxProperties).Select(i => $"P{i:D2}")];

    public static TableEntity Create(string partition, TableWrite write, Guid id)
    {
        var entity = new TableEntity(partition, write.Row);
        if (write.Kind == TableWriteKind.Delete)
        {
            return entity;
        }
        entity[WriteId] = id;
        var rest = write.Value;
        for (var i = 0; !rest.IsEmpty; i++)
        {
            var length = Math.Min(rest.Length, TableLimits.MaxPropertyBytes);
            entity[Names[i]] = rest[..length].ToArray();
            rest = rest[length..];
        }

        return entity;
    }

    public static TableEntry Entry(TableEntity entity)
    {
        var parts = Names.Select(entity.GetBinary).TakeWhile(part => part is not null).ToArray();
        var value = parts switch
        {
            [] => [],
            [var only] => only,
            _ => Join(parts),
        };
        return new TableEntry(entity.RowKey, value, Tag(entity.ETag));
    }

    /// <summary>A tag as the header has it; the plain form would lose the quotes of a strong one.</summary>
    public static string Tag(ETag tag) => tag.ToString("H");

    private static byte[] Join(byte[][] parts)
    {
        var whole = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(whole, at);
            at += part.Length;
        }

        return whole;
    }
}
