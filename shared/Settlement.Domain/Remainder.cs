namespace Settlement.Domain;

/// <summary>The rule for what rounding leaves over: it goes to the greatest row, so that the parts add up to the whole to the last digit.</summary>
internal static class Remainder
{
    /// <summary>
    /// Adds the difference between <paramref name="whole"/> and the sum of all rows to the row of greatest absolute value among the eligible,
    /// the first among equals. Where no row is eligible nothing is changed.
    /// </summary>
    public static void ToGreatest(Span<decimal> rows, decimal whole, Func<int, bool> eligible)
    {
        ArgumentNullException.ThrowIfNull(eligible);
        var greatest = -1;
        decimal sum = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            sum += rows[i];
            if (eligible(i) && (greatest < 0 || Math.Abs(rows[i]) > Math.Abs(rows[greatest])))
            {
                greatest = i;
            }
        }

        if (greatest >= 0)
        {
            rows[greatest] += whole - sum;
        }
    }
}
