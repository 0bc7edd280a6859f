using Settlement.Domain.Calendar;

namespace Settlement.Domain.Timetable;

/// <summary>A Settlement Run by the timetable.</summary>
/// <param name="Due">The date on which it falls due.</param>
/// <param name="Day">The Settlement Day that it settles.</param>
/// <param name="Run">The run code.</param>
/// <param name="WorkingDays">How many working days the one is after the other.</param>
public readonly record struct DueRun(SettlementDay Due, SettlementDay Day, string Run, int WorkingDays);
