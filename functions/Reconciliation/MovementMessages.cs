using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Reconciliation;

/// <summary>Two closed attempts at runs of a day whose movement is to be explained.</summary>
/// <param name="Day">The Settlement Day, <c>YYYY-MM-DD</c>.</param>
/// <param name="From">The code of the earlier run.</param>
/// <param name="FromAttempt">Its attempt.</param>
/// <param name="To">The code of the later run.</param>
/// <param name="ToAttempt">Its attempt.</param>
public sealed record MovementInput(string Day, string From, int FromAttempt, string To, int ToAttempt)
{
    internal RunKey Earlier => new(SettlementDay.Parse(Day), From, FromAttempt);

    internal RunKey Later => new(SettlementDay.Parse(Day), To, ToAttempt);

    /// <summary>The id of the orchestration.</summary>
    internal string InstanceId => string.Create(CultureInfo.InvariantCulture, $"movement-{Day}-{From}-{FromAttempt}-{To}-{ToAttempt}");

    internal static MovementInput Of(RunKey from, RunKey to) => new(to.Day.ToString(), from.Run, from.Attempt, to.Run, to.Attempt);
}

/// <summary>Asks for a step of a movement that is made for a group of shards or for a Settlement Period.</summary>
/// <param name="Movement">The movement.</param>
/// <param name="Number">The group from 0, or the period from 1.</param>
public sealed record MovementStepInput(MovementInput Movement, int Number);
