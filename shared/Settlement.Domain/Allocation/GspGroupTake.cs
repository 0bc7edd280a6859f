namespace Settlement.Domain.Allocation;

/// <summary>The net energy that passed into a GSP Group in a period.</summary>
/// <param name="Mwh">MWh; negative when the group exports.</param>
/// <param name="Estimated">Whether the volume is an estimate.</param>
public sealed record GspGroupTake(decimal Mwh, bool Estimated);
