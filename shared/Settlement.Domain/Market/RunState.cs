namespace Settlement.Domain.Market;

/// <summary>How far an attempt at a Settlement Run has come.</summary>
public enum RunState
{
    /// <summary>It is being computed.</summary>
    Running,

    /// <summary>Exact and final.</summary>
    Closed,

    /// <summary>Computed, but something was missing or could not be exact; the run may be started again.</summary>
    Inexact,

    /// <summary>
    /// It broke off; the run may be started again, as the next attempt. It goes back to <see cref="Running"/>, with the same cut, when its
    /// orchestration is rewound or restarted, in the moment that the step that failed runs again or the run is opened again.
    /// </summary>
    Failed,
}
