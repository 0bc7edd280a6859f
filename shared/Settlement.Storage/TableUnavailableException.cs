namespace Settlement.Storage;

/// <summary>
/// The store could not be reached, or could not serve the request now. Nothing is known to be wrong with the request: the same call may succeed later.
/// </summary>
/// <remarks>
/// Whether a write took effect is unknown: its reply may have been what was lost. Such a batch is in place as a whole or not at all,
/// so reading one of its rows tells. Repeating it blindly ends in a <see cref="TableConflictException"/> where an insert or a replace of it took effect.
/// </remarks>
public sealed class TableUnavailableException : Exception
{
    /// <summary>Creates the exception for a request.</summary>
    /// <param name="table">The table of the request.</param>
    /// <param name="partition">The partition of the request.</param>
    /// <param name="reason">What was in the way, as a sentence.</param>
    /// <param name="inner">The failure as the store's client reported it.</param>
    public TableUnavailableException(string table, string partition, string reason, Exception inner)
        : base(
            $"The store cannot serve partition '{partition}' of table '{table}' now: {reason} Try again later; a write may have taken effect, so read before repeating one.",
            inner
        ) { }
}
