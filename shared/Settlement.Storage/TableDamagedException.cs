namespace Settlement.Storage;

/// <summary>A stored value is not what was written: a part of it is gone, or its bytes have changed. It is not used.</summary>
public sealed class TableDamagedException(string table, string partition, string row, string reason)
    : Exception(
        $"The value '{row}' of partition '{partition}' in table '{table}' is damaged: {reason}. Restore it from a backup, or compute it again."
    );
