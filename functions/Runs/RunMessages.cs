using System.Text.Json.Serialization;
using Settlement.Domain.Calendar;
using Settlement.Functions.Orchestrations;
using Settlement.Runs.Records;

namespace Settlement.Functions.Runs;

/// <summary>The input of a settlement orchestration and of most of its activities.</summary>
/// <param name="Day">The Settlement Day, <c>YYYY-MM-DD</c>.</param>
/// <param name="Run">The run code.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="WaitSeconds">How long the opening waits for ingestion to catch up.</param>
public sealed record SettlementRunInput(string Day, string Run, int Attempt, int WaitSeconds)
{
    /// <summary>The Settlement Day, <c>YYYY-MM-DD</c>.</summary>
    public string Day { get; } = InputCheck.Day(Day);

    /// <summary>The run code.</summary>
    public string Run { get; } = InputCheck.Run(Run, nameof(Run));

    /// <summary>The attempt.</summary>
    public int Attempt { get; } = InputCheck.Attempt(Attempt, nameof(Attempt));

    /// <summary>How long the opening waits for ingestion to catch up; the orchestration checks it.</summary>
    public int WaitSeconds { get; } = WaitSeconds;

    internal RunKey Key => new(SettlementDay.Parse(Day), Run, Attempt);
}

/// <summary>Where the Event Hubs stood when a run was started; version 1 carries it.</summary>
/// <param name="Positions">By hub and partition.</param>
public sealed record HubPositions(IReadOnlyList<HubPosition> Positions);

/// <summary>Asks to open a run, in version 1.</summary>
/// <param name="Run">The run.</param>
/// <param name="Positions">The events that must have been ingested.</param>
/// <param name="LastChance">Whether to open it even if some have not.</param>
public sealed record OpenRunInput(SettlementRunInput Run, IReadOnlyList<HubPosition> Positions, bool LastChance);

/// <summary>Asks to open a run with the positions that were recorded for it.</summary>
/// <param name="Run">The run.</param>
/// <param name="LastChance">Whether to open it even if some events have not been ingested.</param>
public sealed record TryOpenRunInput(SettlementRunInput Run, bool LastChance);

/// <summary>What came of opening a run.</summary>
/// <param name="IsOpen">Whether the cut is recorded.</param>
/// <param name="LaggingPartitions">The partitions that are behind, as <c>hub/partition</c>; at most 100 of them.</param>
/// <param name="FoldGroups">Into how many groups its fold is cut.</param>
/// <param name="Periods">How many Settlement Periods its day has.</param>
public sealed record RunOpening(
    bool IsOpen,
    [property: JsonPropertyName("Behind")] IReadOnlyList<string> LaggingPartitions,
    int FoldGroups,
    int Periods
);

/// <summary>Asks to fold one group of shards.</summary>
public sealed record FoldShardsInput(SettlementRunInput Run, int Group);

/// <summary>Asks to settle one Settlement Period.</summary>
public sealed record SettlePeriodInput(SettlementRunInput Run, int Period);

/// <summary>What came of a run.</summary>
/// <param name="State">Closed, inexact or failed.</param>
/// <param name="Reasons">How many reasons make it inexact.</param>
public sealed record SettlementRunOutput(string State, int Reasons);

/// <summary>How far a run has come, for whoever looks at its orchestration.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="LaggingPartitions">The partitions that are waited for.</param>
internal sealed record SettlementRunStatus(
    string Stage,
    [property: JsonPropertyName("Behind")] IReadOnlyList<string>? LaggingPartitions = null
);
