using System.Runtime.CompilerServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Commits;

/// <summary>A part of a day that a head step brought, or several that were merged.</summary>
/// <param name="Value">The part.</param>
/// <param name="FirstStep">The first head step of it.</param>
/// <param name="LastStep">The last.</param>
/// <param name="FirstNumber">Its number among the parts of the day; 0 for a day that is not counted.</param>
/// <param name="LastNumber">The last number that it stands for.</param>
internal readonly record struct CommittedPart<T>(T Value, long FirstStep, long LastStep, long FirstNumber, long LastNumber);

/// <summary>Tells what head steps brought for a day from what crashes left behind, and notices when some of it is gone.</summary>
internal sealed class CommittedParts(HeadStore heads)
{
    /// <summary>Passes on the committed parts up to a cut, in their order; a merged one in place of those that it was made from.</summary>
    /// <param name="hub">The Event Hub.</param>
    /// <param name="cut">The partition and how far it goes.</param>
    /// <param name="day">The Settlement Day.</param>
    /// <param name="log">What was merged, read before what is stored.</param>
    /// <param name="stored">All that is stored for the day and partition, by step: beyond the cut too, since only the whole shows that nothing is missing at its end.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerDataMissingException">A part is missing.</exception>
    public async IAsyncEnumerable<CommittedPart<T>> OfAsync<T>(
        string hub,
        PartitionCut cut,
        SettlementDay day,
        MergeLog log,
        IAsyncEnumerable<(long Step, string Attempt, T Part)> stored,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var expected = await heads.CountAsync(new(hub, cut.Partition), day, cancellationToken);
        var steps = new StepLookup(heads, new(hub, cut.Partition));
        var (merges, merge) = (log.At(cut.Step), 0);
        var early = new List<(long Step, string Attempt)>();
        var found = 0L;
        await foreach (var (number, attempt, part) in stored.WithCancellation(cancellationToken))
        {
            while (merge < merges.Count && merges[merge].LastStep < number)
            {
                merge++;
            }
            var committed =
                merge < merges.Count && merges[merge].Covers(number)
                    ? MergedPart(merges[merge], attempt, part)
                    : await StepPartAsync(number, attempt, part);
            if (committed is not { } next)
            {
                continue;
            }
            if (next.FirstNumber > found + 1)
            {
                found += await CommittedSinceAsync(new(hub, cut.Partition), early, cancellationToken);
            }
            if (next.FirstNumber > 0 && next.FirstNumber != found + 1)
            {
                throw new LedgerDataMissingException(new(hub, cut.Partition), day, found + 1);
            }
            found = Math.Max(found, next.LastNumber);
            if (number <= cut.Step)
            {
                yield return next;
            }
        }

        if (found < expected)
        {
            throw new LedgerDataMissingException(new(hub, cut.Partition), day, found + 1);
        }

        // The blocks that were merged lie beside the one that was made of them until they are swept.
        static CommittedPart<T>? MergedPart(Merge merge, string attempt, T part) =>
            attempt == merge.Attempt ? new(part, merge.FirstStep, merge.LastStep, merge.FirstNumber, merge.LastNumber) : null;

        async ValueTask<CommittedPart<T>?> StepPartAsync(long number, string attempt, T part)
        {
            var step = await steps.FindAsync(number, cancellationToken);
            if (step?.Attempt != attempt)
            {
                if (number > cut.Step)
                {
                    early.Add((number, attempt));
                }
                return null;
            }

            return step.FindDay(day.Number)?.Number is { } place
                ? new(part, number, number, place, place)
                : throw new LedgerDataMissingException(new(hub, cut.Partition), day, found);
        }
    }

    /// <summary>Beyond the cut the ledger goes on growing: how many parts were looked at before their step was committed, and have been since.</summary>
    private async ValueTask<int> CommittedSinceAsync(
        PartitionId partition,
        List<(long Step, string Attempt)> early,
        CancellationToken cancellationToken
    )
    {
        var committed = 0;
        foreach (var (number, attempt) in early)
        {
            committed += (await heads.ReadStepAsync(partition, number, cancellationToken))?.Attempt == attempt ? 1 : 0;
        }
        early.Clear();
        return committed;
    }
}
