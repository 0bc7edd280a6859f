namespace Settlement.Ledger.Folding;

/// <summary>A meter whose flow changed between versions of one revision: the later one won, and the energy of the other is in no total.</summary>
/// <param name="First">The first period of which it holds.</param>
/// <param name="Periods">Of how many periods it holds.</param>
/// <param name="Winner">The version that won the first of them.</param>
/// <param name="WinningCell">The index of its cell.</param>
/// <param name="LosingCell">The index of the cell of the version that lost to it.</param>
internal readonly record struct FlowChange(int First, int Periods, VersionKey Winner, int WinningCell, int LosingCell);
