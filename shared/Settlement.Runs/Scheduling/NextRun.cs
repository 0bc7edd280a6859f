using Settlement.Domain.Timetable;

namespace Settlement.Runs.Scheduling;

/// <summary>What the driver has to do about a Settlement Day.</summary>
internal enum NextStep
{
    /// <summary>Start the run.</summary>
    Start,

    /// <summary>The run is being computed and takes a place.</summary>
    Running,

    /// <summary>The run holds the day up, for now or until an operator lets it go on; it takes no place.</summary>
    Wait,
}

/// <summary>The first run of a day, in timetable order, that is due and not done with; the others of the day come after it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">What is to be done.</param>
/// <param name="LastKnownAttempt">The last attempt there was, 0 for none.</param>
internal sealed record NextRun(DueRun Run, NextStep Step, int LastKnownAttempt);
