namespace Settlement.Ledger.Blocks;

/// <summary>Stored bytes of the ledger are not what was written. The run that met them cannot be computed until they are restored.</summary>
public sealed class DamagedBlockException(string what, string part, Exception? inner = null)
    : Exception(
        $"The stored block '{what}' is damaged in its part '{part}'. Restore it from a backup, or take the day's readings in again.",
        inner
    );
