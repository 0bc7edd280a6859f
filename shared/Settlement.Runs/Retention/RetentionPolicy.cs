using NodaTime;

namespace Settlement.Runs.Retention;

/// <summary>How long things are kept.</summary>
/// <param name="ReadingsMonths">Readings and market inputs, after their Settlement Day. A day is settled again for up to 28 months, and readings as old are accepted: fewer than 29 are refused.</param>
/// <param name="ResultsMonths">Results of runs, after their Settlement Day; at least as long as readings.</param>
/// <param name="RejectsMonths">Rejected objects with their bodies, after they arrived.</param>
public sealed record RetentionPolicy(int ReadingsMonths = 29, int ResultsMonths = 84, int RejectsMonths = 12)
{
    /// <summary>The fewest months that readings are kept: one more than a Final Dispute run may come after.</summary>
    public const int FewestReadingsMonths = 29;

    /// <summary>Refuses a policy that takes what a run may need.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public RetentionPolicy Checked()
    {
        if (ReadingsMonths < FewestReadingsMonths)
        {
            throw new ArgumentException(
                $"Readings are to be kept {ReadingsMonths} months; a Final Dispute run may need them for {FewestReadingsMonths}. Nothing was purged."
            );
        }
        if (ResultsMonths < ReadingsMonths)
        {
            throw new ArgumentException(
                $"Results are to be kept {ResultsMonths} months and readings {ReadingsMonths}; results must be kept at least as long. Nothing was purged."
            );
        }
        if (RejectsMonths < 1)
        {
            throw new ArgumentException(
                $"Rejects are to be kept {RejectsMonths} months; at least one is needed to look into them. Nothing was purged."
            );
        }
        return this;
    }

    internal static LocalDate Before(LocalDate today, int months) => today.PlusMonths(-months);
}
