using Settlement.Domain.Calendar;

namespace Settlement.Runs.Scheduling;

/// <summary>The settings for when runs are started.</summary>
public sealed class SchedulingOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Settlement";

    /// <summary>The longest wait for ingestion, in seconds; it bounds the history of an orchestration.</summary>
    public const int MaxWaitSeconds = 3_600;

    /// <summary>The first Settlement Day that this platform settles, YYYY-MM-DD; without it no run is started by a timer.</summary>
    public string? FirstDay { get; set; }

    /// <summary>How many runs of each timer are computed at a time.</summary>
    public int ParallelRuns { get; set; } = 4;

    /// <summary>How many seconds the opening of a run waits for ingestion.</summary>
    public int IngestWaitSeconds { get; set; } = 300;

    internal SettlementDay? ParsedFirstDay => string.IsNullOrEmpty(FirstDay) ? null : SettlementDay.Parse(FirstDay);
}
