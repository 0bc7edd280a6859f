using NodaTime;

namespace Settlement.Ledger.Commits;

/// <summary>Several blocks of a day and partition that follow one another, made into one. The block is named by the last step and the attempt.</summary>
/// <param name="FirstStep">The first head step whose part is in it.</param>
/// <param name="LastStep">The last.</param>
/// <param name="FirstNumber">The number of the first part (<see cref="CommittedDay.Number"/>).</param>
/// <param name="LastNumber">The number of the last.</param>
/// <param name="Attempt">The writer's mark on the merged block.</param>
/// <param name="Merged">When it was committed.</param>
/// <param name="Swept">Whether the blocks that it was made from are gone.</param>
public sealed record Merge(long FirstStep, long LastStep, long FirstNumber, long LastNumber, string Attempt, Instant Merged, bool Swept)
{
    /// <summary>Whether a step's part is in it.</summary>
    public bool Covers(long step) => step >= FirstStep && step <= LastStep;

    /// <summary>Whether a cut takes some of it and not all.</summary>
    public bool IsCrossedBy(long cutStep) => cutStep >= FirstStep && cutStep < LastStep;
}

/// <summary>A merged block that is being written. Whoever finds it takes it for abandoned, and by writing a plan of its own makes it so.</summary>
/// <param name="LastStep">The last head step whose part is to be in it.</param>
/// <param name="Attempt">The writer's mark.</param>
public sealed record MergePlan(long LastStep, string Attempt);

/// <summary>The merges of a day and partition. Any two of them are apart or one in the other.</summary>
/// <param name="Plan">What is being written, or null.</param>
/// <param name="Merges">What was committed.</param>
public sealed record MergeLog(MergePlan? Plan, IReadOnlyList<Merge> Merges)
{
    /// <summary>A day that nothing was merged of.</summary>
    public static MergeLog Empty { get; } = new(null, []);

    /// <summary>
    /// The merges that stand for their blocks when a day is read at a cut, in order: the largest that the cut does not cross. Those beyond
    /// the cut count too, since only the whole shows that nothing is missing at its end.
    /// </summary>
    public IReadOnlyList<Merge> At(long cutStep)
    {
        var chosen = new List<Merge>();
        foreach (
            var merge in Merges
                .Where(merge => !merge.IsCrossedBy(cutStep))
                .OrderBy(merge => merge.FirstStep)
                .ThenByDescending(merge => merge.LastStep)
        )
        {
            if (chosen.Count == 0 || merge.FirstStep > chosen[^1].LastStep)
            {
                chosen.Add(merge);
            }
        }

        return chosen;
    }

    /// <summary>Whether an attempt is one of a merge, committed or planned.</summary>
    public bool Contains(string attempt) => Plan?.Attempt == attempt || Merges.Any(merge => merge.Attempt == attempt);
}
