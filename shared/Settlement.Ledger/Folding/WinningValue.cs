using Settlement.Domain.Market;

namespace Settlement.Ledger.Folding;

/// <summary>The value that wins for a meter and period.</summary>
/// <param name="Exists">Whether there is one.</param>
/// <param name="Key">What made it win.</param>
/// <param name="Cell">The index of the cell to which its energy belongs.</param>
/// <param name="Quality">Its quality.</param>
/// <param name="WattHours">The value in Wh, export positive.</param>
internal readonly record struct WinningValue(bool Exists, VersionKey Key, int Cell, Quality Quality, long WattHours);
