using Settlement.Domain.Reconciliation;
using Settlement.Functions.Http;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Results;

namespace Settlement.Functions.Reconciliation;

/// <summary>What moved between two runs, by party and cause.</summary>
internal sealed record MovementPage(
    IEnumerable<PartyMovement> Items,
    string? Continuation,
    ReconciledRun From,
    ReconciledRun To,
    IReadOnlyList<CauseTotal> Causes,
    IReadOnlyList<JoinedCause> Joined,
    MovementControls Controls
) : IPage;
