using System.Text.Json.Serialization;
using Settlement.Domain.Calendar;
using Settlement.Functions.Orchestrations;
using Settlement.Ledger.Commits;
using Settlement.Runs.Completeness;

namespace Settlement.Functions.Completeness;

/// <summary>Asks for a count of the meters of a day.</summary>
/// <param name="Day">The Settlement Day, <c>YYYY-MM-DD</c>.</param>
/// <param name="Subject">The run and attempt, or the state of the day.</param>
/// <param name="Cut">What is counted.</param>
public sealed record CompletenessInput(string Day, string Subject, Cut Cut)
{
    /// <summary>The Settlement Day, <c>YYYY-MM-DD</c>.</summary>
    public string Day { get; } = InputCheck.Day(Day);

    /// <summary>The run and attempt, or the state of the day.</summary>
    [JsonPropertyName("Of")]
    public string Subject { get; } = InputCheck.Subject(Subject);

    /// <summary>What is counted.</summary>
    public Cut Cut { get; } = InputCheck.Cut(Cut);

    internal CompletenessKey Key => new(SettlementDay.Parse(Day), Subject);

    /// <summary>The id of the orchestration.</summary>
    internal string InstanceId => $"completeness-{Day}-{Subject}";
}

/// <summary>Asks for a group of a count, in version 1.</summary>
/// <param name="Count">The count.</param>
/// <param name="Group">The group, from 0.</param>
public sealed record CountMetersInput(CompletenessInput Count, int Group);

/// <summary>The input of a count: what is counted, and into how many groups it is cut.</summary>
/// <param name="Count">What is counted.</param>
/// <param name="Groups">How many groups there are.</param>
internal sealed record CompletenessPlan(CompletenessInput Count, int Groups)
{
    public CompletenessInput Count { get; } = InputCheck.Part(Count, nameof(Count));

    public int Groups { get; } = InputCheck.Groups(Groups);
}

/// <summary>Asks for one of so many groups of a count.</summary>
/// <param name="Count">The count.</param>
/// <param name="Group">The group, from 0.</param>
/// <param name="Groups">How many groups there are.</param>
public sealed record CountGroupInput(CompletenessInput Count, int Group, int Groups);
