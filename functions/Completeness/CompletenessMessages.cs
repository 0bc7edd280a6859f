using Settlement.Domain.Calendar;
using Settlement.Ledger.Completeness;
using Settlement.Ledger.Folding;

namespace Settlement.Functions.Completeness;

/// <summary>Asks for a count of the meters of a day.</summary>
/// <param name="Day">The Settlement Day, <c>YYYY-MM-DD</c>.</param>
/// <param name="Of">The run and attempt, or the state of the day.</param>
/// <param name="Cut">What is counted.</param>
public sealed record CompletenessInput(string Day, string Of, Cut Cut)
{
    internal CompletenessKey Key => new(SettlementDay.Parse(Day), Of);

    /// <summary>The id of the orchestration.</summary>
    internal string InstanceId => $"completeness-{Day}-{Of}";
}

/// <summary>Asks for a group of a count.</summary>
/// <param name="Count">The count.</param>
/// <param name="Group">The group, from 0.</param>
public sealed record CountMetersInput(CompletenessInput Count, int Group);
