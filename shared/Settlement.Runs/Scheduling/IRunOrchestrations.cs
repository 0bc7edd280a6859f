using Settlement.Runs.Records;

namespace Settlement.Runs.Scheduling;

/// <summary>The orchestrations that compute the attempts at runs, one for each attempt.</summary>
public interface IRunOrchestrations
{
    /// <summary>Starts the orchestration of an attempt, unless it has one; one that has ended is not replaced either.</summary>
    /// <param name="key">The attempt.</param>
    /// <param name="waitSeconds">How long its opening waits for ingestion.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>Whether it was started; false where the attempt has an orchestration already.</returns>
    Task<bool> TryStartAsync(RunKey key, int waitSeconds, CancellationToken cancellationToken);

    /// <summary>Finds the orchestration of an attempt, or null where it has none.</summary>
    Task<RunOrchestration?> FindAsync(RunKey key, CancellationToken cancellationToken);
}
