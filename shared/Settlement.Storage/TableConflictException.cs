namespace Settlement.Storage;

/// <summary>A conditional write found its row in another state than it expected. Nothing of the batch was written.</summary>
public sealed class TableConflictException : Exception
{
    /// <summary>Creates the exception for a row.</summary>
    public TableConflictException(string table, string partition, string row, Exception? inner = null)
        : base(
            $"The row '{row}' of partition '{partition}' in table '{table}' was written by another or is not in the expected state. Read it again before writing.",
            inner
        ) => Row = row;

    /// <summary>The row whose condition did not hold, as far as the service names it.</summary>
    public string Row { get; }
}
