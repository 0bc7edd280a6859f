using Settlement.Domain.Market;

namespace Settlement.Domain.Allocation;

/// <summary>The winning values of one cell, quality class and Settlement Period, added up.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Quality">Actual or estimated.</param>
/// <param name="WattHours">Σ of the values as metered, in Wh; export counts positive here.</param>
/// <param name="Values">How many values went in.</param>
public readonly record struct CellTotal(SettlementCell Cell, QualityClass Quality, long WattHours, long Values);
