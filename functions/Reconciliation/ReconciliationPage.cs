using Settlement.Domain.Reconciliation;
using Settlement.Functions.Http;
using Settlement.Runs.Results;

namespace Settlement.Functions.Reconciliation;

/// <summary>Difference and interest between two runs, by party.</summary>
internal sealed record ReconciliationPage(
    IEnumerable<ReconciliationCharge> Items,
    string? Continuation,
    ReconciledRun? From,
    ReconciledRun To,
    int Days
) : IPage;
