using NodaTime;

namespace Settlement.Ledger.Ingestion;

/// <summary>
/// An operator's word that a partition may go on without some events if they cannot be taken in. Those that the hub still has are kept
/// as rejects with the reason <c>set-aside</c> and can be replayed; one that can be taken after all is taken.
/// </summary>
/// <param name="From">The sequence number of the first event.</param>
/// <param name="To">That of the last.</param>
/// <param name="By">Who decided it.</param>
/// <param name="At">When.</param>
/// <param name="Why">Why.</param>
/// <param name="Epoch">The partition's epoch.</param>
public sealed record SetAside(long From, long To, string By, Instant At, string Why, int Epoch = 0);

/// <summary>Where a partition stands still.</summary>
/// <param name="Sequence">The sequence number of the event, or of the first of those that are missing; of a hub that counts anew, the one that was next.</param>
/// <param name="Since">When it was first met.</param>
/// <param name="Error">What was wrong with it.</param>
/// <param name="Epoch">The partition's epoch.</param>
/// <param name="Kind">One of <see cref="StopKind"/>; stops of earlier versions do not say whether the event was missing.</param>
public sealed record PartitionStop(long Sequence, Instant Since, string Error, int Epoch = 0, string Kind = StopKind.Event);

/// <summary>Why a partition stands still.</summary>
public static class StopKind
{
    /// <summary>An event cannot be taken in.</summary>
    public const string Event = "event";

    /// <summary>Events are missing.</summary>
    public const string Gap = "gap";

    /// <summary>The hub counts its events anew, and no epoch was opened for them.</summary>
    public const string Epoch = "epoch";
}
