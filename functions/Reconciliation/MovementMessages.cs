using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Functions.Orchestrations;
using Settlement.Runs.Records;

namespace Settlement.Functions.Reconciliation;

/// <summary>Two closed attempts at runs of a day whose movement is to be explained.</summary>
/// <param name="Day">The Settlement Day, <c>YYYY-MM-DD</c>.</param>
/// <param name="From">The code of the earlier run.</param>
/// <param name="FromAttempt">Its attempt.</param>
/// <param name="To">The code of the later run.</param>
/// <param name="ToAttempt">Its attempt.</param>
public sealed record MovementInput(string Day, string From, int FromAttempt, string To, int ToAttempt)
{
    /// <summary>The Settlement Day, <c>YYYY-MM-DD</c>.</summary>
    public string Day { get; } = InputCheck.Day(Day);

    /// <summary>The code of the earlier run.</summary>
    public string From { get; } = InputCheck.Run(From, nameof(From));

    /// <summary>Its attempt.</summary>
    public int FromAttempt { get; } = InputCheck.Attempt(FromAttempt, nameof(FromAttempt));

    /// <summary>The code of the later run.</summary>
    public string To { get; } = InputCheck.Run(To, nameof(To));

    /// <summary>Its attempt.</summary>
    public int ToAttempt { get; } = InputCheck.Attempt(ToAttempt, nameof(ToAttempt));

    internal RunKey Earlier => new(SettlementDay.Parse(Day), From, FromAttempt);

    internal RunKey Later => new(SettlementDay.Parse(Day), To, ToAttempt);

    /// <summary>The id of the orchestration.</summary>
    internal string InstanceId => string.Create(CultureInfo.InvariantCulture, $"movement-{Day}-{From}-{FromAttempt}-{To}-{ToAttempt}");

    internal static MovementInput Create(RunKey from, RunKey to) => new(to.Day.ToString(), from.Run, from.Attempt, to.Run, to.Attempt);
}

/// <summary>Asks for a step of a movement that is made for a group of shards or for a Settlement Period.</summary>
/// <param name="Movement">The movement.</param>
/// <param name="Number">The period from 1, or in version 1 the group from 0.</param>
public sealed record MovementStepInput(MovementInput Movement, int Number);

/// <summary>The input of an explanation: the movement, and into what the work is cut.</summary>
/// <param name="Movement">The movement.</param>
/// <param name="Groups">Into how many groups the readings are cut.</param>
/// <param name="Periods">How many Settlement Periods the day has.</param>
public sealed record MovementPlan(MovementInput Movement, int Groups, int Periods)
{
    /// <summary>The movement.</summary>
    public MovementInput Movement { get; } = InputCheck.Part(Movement, nameof(Movement));

    /// <summary>Into how many groups the readings are cut.</summary>
    public int Groups { get; } = InputCheck.Groups(Groups);

    /// <summary>How many Settlement Periods the day has.</summary>
    public int Periods { get; } = InputCheck.Periods(Periods);
}

/// <summary>Asks to compare the readings of one of so many groups of shards.</summary>
/// <param name="Movement">The movement.</param>
/// <param name="Group">The group, from 0.</param>
/// <param name="Groups">How many groups there are.</param>
public sealed record CompareGroupInput(MovementInput Movement, int Group, int Groups);
