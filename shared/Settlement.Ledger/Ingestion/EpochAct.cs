using NodaTime;

namespace Settlement.Ledger.Ingestion;

/// <summary>An operator's word that a partition's hub counts its events anew: what it holds from now on is a new epoch.</summary>
/// <param name="Epoch">The number of the epoch.</param>
/// <param name="After">The sequence number of the last event taken of the epoch before.</param>
/// <param name="By">Who decided it.</param>
/// <param name="At">When.</param>
/// <param name="Why">Why.</param>
public sealed record EpochAct(int Epoch, long After, string By, Instant At, string Why);
