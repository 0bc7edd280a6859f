using Settlement.Ledger.Commits;

namespace Settlement.Runs.Scheduling;

/// <summary>Knows how far the Event Hubs are ingested.</summary>
public interface IIngestionProgress
{
    /// <summary>The cut at this moment: all that is ingested.</summary>
    Task<Cut> IngestedAsync(CancellationToken cancellationToken);
}
