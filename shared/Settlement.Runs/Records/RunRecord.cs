using System.Text.Json.Serialization;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;

namespace Settlement.Runs.Records;

/// <summary>Why a run is not exact, or what deserves a look.</summary>
/// <param name="Code">The code.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Period">The period; null where it is the whole run.</param>
public sealed record RunReason(string Code, [property: JsonPropertyName("of")] string Subject, int? Period)
{
    /// <summary>How many doubtful values a warning is about; null where it is about none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Count { get; init; }
}

/// <summary>What is known of a run: it guards the run, whatever becomes of its orchestration.</summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="Run">The run code.</param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Started">When the attempt was started.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Cut">What it is computed from; null until it is opened.</param>
/// <param name="LaggingPartitions">The partitions (<c>hub/partition</c>) that had not been ingested to their end when it opened.</param>
/// <param name="Versions">The versions of the reference data sets it uses; null until it is opened.</param>
/// <param name="Code">The version of the code that computes it.</param>
/// <param name="Reasons">Why it is not exact.</param>
/// <param name="Warnings">What deserves a look though it is exact.</param>
/// <param name="Failure">Why it broke off; null unless it did.</param>
public sealed record RunRecord(
    SettlementDay Day,
    string Run,
    int Attempt,
    RunState State,
    Instant Started,
    Instant? Ended,
    Cut? Cut,
    [property: JsonPropertyName("behind")] IReadOnlyList<string> LaggingPartitions,
    IReadOnlyDictionary<string, int>? Versions,
    string Code,
    IReadOnlyList<RunReason> Reasons,
    IReadOnlyList<RunReason> Warnings,
    RunFailure? Failure
)
{
    /// <summary>The positions that the partitions behind had not reached when it opened.</summary>
    [JsonPropertyName("awaited")]
    public IReadOnlyList<HubPosition> RequiredPositions { get; init; } = [];

    /// <summary>Into how many groups its fold is cut; records that do not say so are older than the property and have 8.</summary>
    public int FoldGroups { get; init; } = 8;

    /// <summary>The version of the documents that its results are stored as; records that do not say so are older than the property and have 1.</summary>
    public int DocumentVersion { get; init; } = 1;

    /// <summary>The attempt it is at.</summary>
    [JsonIgnore]
    public RunKey Key => new(Day, Run, Attempt);

    /// <summary>Whether the attempt came to its end with figures; nothing changes them any more.</summary>
    [JsonIgnore]
    public bool HasResult => State is RunState.Closed or RunState.Inexact;
}
