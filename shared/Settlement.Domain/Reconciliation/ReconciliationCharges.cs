namespace Settlement.Domain.Reconciliation;

/// <summary>The charges between two runs of a Settlement Day: difference and simple interest for each party that is in either of them.</summary>
public static class ReconciliationCharges
{
    private const int DaysOfYear = 365;

    /// <summary>
    /// Charges every party. Interest is difference × rate × days ÷ 365, rounded to pennies; what that leaves over goes to the greatest, so that
    /// interest sums to 0 as the differences of two closed runs do.
    /// </summary>
    /// <param name="from">Party → net of the earlier run, GBP; empty where there is none.</param>
    /// <param name="to">Party → net of the later run, GBP.</param>
    /// <param name="interestRate">Simple interest per year.</param>
    /// <param name="days">How many days lie between the dates of the two runs.</param>
    /// <returns>By party.</returns>
    public static IReadOnlyList<ReconciliationCharge> Between(
        IReadOnlyDictionary<string, decimal> from,
        IReadOnlyDictionary<string, decimal> to,
        decimal interestRate,
        int days
    )
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var parties = from.Keys.Union(to.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var differences = Array.ConvertAll(parties, party => to.GetValueOrDefault(party) - from.GetValueOrDefault(party));
        var interest = Array.ConvertAll(
            differences,
            difference => Rounding.MultiplyDivide(difference * interestRate, days, DaysOfYear, Rounding.Money)
        );
        Remainder.ToGreatest(interest, 0, _ => true);
        return
        [
            .. parties.Select(
                (party, i) =>
                    new ReconciliationCharge(party, from.GetValueOrDefault(party), to.GetValueOrDefault(party), differences[i], interest[i])
            ),
        ];
    }
}
