using System.Text;

namespace Settlement.Storage;

/// <summary>
/// The limits of Azure Table storage, enforced before a request leaves, on every adapter alike
/// (learn.microsoft.com, "Understanding the Table service data model" and "Performing entity group transactions").
/// </summary>
public static class TableLimits
{
    /// <summary>The largest binary property: 64 KiB.</summary>
    public const int MaxPropertyBytes = 64 * 1024;

    /// <summary>The properties that one value may fill.</summary>
    public const int MaxProperties = 15;

    /// <summary>The largest value of an entity: 960 KiB, which leaves room for keys and names below the service's 1 MiB.</summary>
    public const int MaxValueBytes = MaxProperties * MaxPropertyBytes;

    /// <summary>The writes of one atomic batch.</summary>
    public const int MaxBatchEntities = 100;

    /// <summary>The size of one atomic batch as sent: 4 MiB.</summary>
    public const int MaxBatchRequestBytes = 4 * 1024 * 1024;

    // What a write adds beside its keys and value: headers, address and names, for the longest table and account names, with room to spare.
    private const int WriteOverheadBytes = 1024;

    // A property's name and type, and the padding of its base64.
    private const int PropertyOverheadBytes = 64;

    // The client cannot read a batch's reply with a line over 4096 bytes, and the service repeats a row's whole address in one, the account's and the table's names included.
    // A batch that is written and cannot be read back must not be sent, so each of the two keys has less than half of it.
    private const int MaxKeyAddressBytes = 1920;

    /// <summary>The bytes that a write takes of the request at most, binary values being sent as base64 and keys twice, in the address and in the body.</summary>
    public static int RequestBytes(string partition, TableWrite write)
    {
        ArgumentNullException.ThrowIfNull(partition);
        ArgumentNullException.ThrowIfNull(write);
        return WriteOverheadBytes
            + KeyBytes(partition)
            + KeyBytes(write.Row)
            + (MaxProperties * PropertyOverheadBytes)
            + ((write.Value.Length + 2) / 3 * 4);
    }

    /// <summary>Refuses what the service would refuse.</summary>
    /// <exception cref="ArgumentException">A limit is broken; the message names it and the offender.</exception>
    public static void Check(string table, string partition, IReadOnlyList<TableWrite> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckTable(table);
        CheckKey(partition, nameof(partition));
        if (batch.Count is 0 or > MaxBatchEntities)
        {
            throw new ArgumentException(
                $"A batch for table '{table}' has {batch.Count} writes; it must have 1 to {MaxBatchEntities}.",
                nameof(batch)
            );
        }
        var rows = new HashSet<string>(batch.Count, StringComparer.Ordinal);
        long bytes = 0;
        foreach (var write in batch)
        {
            CheckKey(write.Row, nameof(batch));
            if (!rows.Add(write.Row))
            {
                throw new ArgumentException($"A batch for table '{table}' names the row '{write.Row}' twice.", nameof(batch));
            }
            if (write.Value.Length > MaxValueBytes)
            {
                throw new ArgumentException(
                    $"The value of row '{write.Row}' in table '{table}' has {write.Value.Length} bytes; at most {MaxValueBytes} are allowed.",
                    nameof(batch)
                );
            }
            if (write.Kind == TableWriteKind.Replace && string.IsNullOrEmpty(write.ETag))
            {
                throw new ArgumentException(
                    $"The replace of row '{write.Row}' in table '{table}' names no entity tag; read the row first.",
                    nameof(batch)
                );
            }
            bytes += RequestBytes(partition, write);
        }

        if (bytes > MaxBatchRequestBytes)
        {
            throw new ArgumentException(
                $"A batch for table '{table}' would take {bytes} bytes as sent; at most {MaxBatchRequestBytes} are allowed.",
                nameof(batch)
            );
        }
    }

    /// <summary>
    /// Refuses a key that the service would refuse: over 1 KiB, or with a slash, backslash, number sign, question mark or control character;
    /// and one that takes over 1,920 bytes in an address, which only characters that have to be escaped can do: the client cannot read the replies.
    /// Surrogates are refused too: UTF-8 and UTF-16 order them differently, and the port promises one order.
    /// </summary>
    /// <exception cref="ArgumentException">The key is not usable.</exception>
    public static void CheckKey(string key, string parameter)
    {
        ArgumentNullException.ThrowIfNull(key, parameter);
        if (Encoding.Unicode.GetByteCount(key) > 1024)
        {
            throw new ArgumentException($"The key '{key[..40]}…' is longer than 1 KiB.", parameter);
        }
        foreach (var c in key)
        {
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c) || char.IsSurrogate(c))
            {
                throw new ArgumentException($"The key '{key}' has a character (U+{(int)c:X4}) that a key must not have.", parameter);
            }
        }

        if (AddressBytes(key) > MaxKeyAddressBytes)
        {
            throw new ArgumentException(
                $"The key '{key[..40]}…' takes {AddressBytes(key)} bytes in an address; at most {MaxKeyAddressBytes} are allowed. Use a shorter key, or fewer characters that have to be escaped.",
                parameter
            );
        }
    }

    /// <summary>Refuses a range that has no place in the order of the keys.</summary>
    /// <exception cref="ArgumentException">A bound has a surrogate.</exception>
    public static void CheckRange(RowRange rows)
    {
        if (rows.From.Any(char.IsSurrogate) || (rows.Before?.Any(char.IsSurrogate) ?? false))
        {
            throw new ArgumentException(
                $"The range from '{rows.From}' before '{rows.Before}' has a surrogate, which no key may have.",
                nameof(rows)
            );
        }
    }

    /// <summary>Refuses a table name that the service would refuse: it must be 3 to 63 letters and digits, a letter first, and not "tables".</summary>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    public static void CheckTable(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Length is < 3 or > 63 || !char.IsAsciiLetter(table[0]) || !table.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException($"'{table}' is not a table name: 3 to 63 ASCII letters and digits, a letter first.", nameof(table));
        }
        if (table.Equals("tables", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{table}' is a name that the service keeps for itself. Choose another.", nameof(table));
        }
    }

    // In an address one of UTF-8's bytes takes three, and a quote is doubled; in the body a character takes at most six.
    private static int KeyBytes(string key) => 3 * AddressBytes(key);

    private static int AddressBytes(string key)
    {
        var bytes = 0;
        foreach (var c in key)
        {
            bytes += c switch
            {
                _ when char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' => 1,
                '\'' => 6,
                < '\u0080' => 3,
                < '\u0800' => 6,
                _ => 9,
            };
        }

        return bytes;
    }
}
