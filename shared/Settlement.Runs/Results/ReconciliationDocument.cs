using Settlement.Domain.Calendar;
using Settlement.Domain.Reconciliation;

namespace Settlement.Runs.Results;

/// <summary>A closed attempt at a run, as a reconciliation names it.</summary>
/// <param name="Run">The run code.</param>
/// <param name="Attempt">The attempt.</param>
public sealed record ReconciledRun(string Run, int Attempt);

/// <summary>What a run charges beside an earlier one: kept with its results, and published.</summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="From">The earlier run, or null where there is none.</param>
/// <param name="To">The later run.</param>
/// <param name="Days">The days of interest between the dates of the two.</param>
/// <param name="Items">The charges by party, GBP.</param>
public sealed record ReconciliationDocument(
    SettlementDay Day,
    ReconciledRun? From,
    ReconciledRun To,
    int Days,
    IReadOnlyList<ReconciliationCharge> Items
);
