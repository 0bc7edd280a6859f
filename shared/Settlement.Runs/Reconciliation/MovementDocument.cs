using Settlement.Domain.Calendar;
using Settlement.Domain.Reconciliation;
using Settlement.Runs.Results;

namespace Settlement.Runs.Reconciliation;

/// <summary>What moved between two closed runs of a Settlement Day, and why. Money is GBP net, positive means that the party pays more.</summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="From">The earlier run.</param>
/// <param name="To">The later run.</param>
/// <param name="Items">By party.</param>
/// <param name="Causes">Over the market, in the order in which the causes are applied.</param>
/// <param name="Joined">Causes that could not be distinguished from the next.</param>
/// <param name="Controls">What must be zero.</param>
public sealed record MovementDocument(
    SettlementDay Day,
    ReconciledRun From,
    ReconciledRun To,
    IReadOnlyList<PartyMovement> Items,
    IReadOnlyList<CauseTotal> Causes,
    IReadOnlyList<JoinedCause> Joined,
    MovementControls Controls
);

/// <summary>What moved for a party.</summary>
/// <param name="Party">The party.</param>
/// <param name="From">Its net amount of the day in the earlier run.</param>
/// <param name="To">Its net amount of the day in the later run.</param>
/// <param name="Difference">To less from.</param>
/// <param name="Effects">What each cause moved of it, in the order of the causes.</param>
public sealed record PartyMovement(string Party, decimal From, decimal To, decimal Difference, IReadOnlyList<CauseEffect> Effects);

/// <summary>What a cause moved.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Effect">GBP net.</param>
public sealed record CauseEffect(string Cause, decimal Effect);

/// <summary>A cause over the market.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Sum">Σ of its effects; 0, since what one party pays more another pays less.</param>
/// <param name="Moved">Σ of the effects above 0: how much changes hands.</param>
public sealed record CauseTotal(string Cause, decimal Sum, decimal Moved);

/// <summary>What is zero when every effect is accounted for.</summary>
/// <param name="EffectsMinusDifference">Σ over parties of |Σ effects − difference|, GBP.</param>
/// <param name="CausesSum">Σ over causes of |sum|, GBP.</param>
/// <param name="ReadingsMinusRecorded">
/// Σ |meter values of the earlier run and their changes − meter values of the later run| over cells and periods, MWh.
/// </param>
public sealed record MovementControls(decimal EffectsMinusDifference, decimal CausesSum, decimal ReadingsMinusRecorded);
