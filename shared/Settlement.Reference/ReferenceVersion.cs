namespace Settlement.Reference;

/// <summary>A version of a set that was made current.</summary>
/// <param name="Set">The set.</param>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record ReferenceVersion(string Set, int Version, int Rows);
