namespace Settlement.Domain.Calendar;

/// <summary>A half hour of a Settlement Day.</summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="Period">The number of the period in its day, from 1.</param>
public readonly record struct SettlementPeriod(SettlementDay Day, int Period);
