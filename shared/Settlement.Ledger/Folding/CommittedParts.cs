using System.Runtime.CompilerServices;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Ingestion;

namespace Settlement.Ledger.Folding;

/// <summary>Tells what head steps brought for a day from what crashes left behind, and notices when some of it is gone.</summary>
internal sealed class CommittedParts(HeadStore heads)
{
    /// <summary>Passes on the committed parts up to a cut, in their order.</summary>
    /// <param name="hub">The Event Hub.</param>
    /// <param name="cut">The partition and how far it goes.</param>
    /// <param name="day">The Settlement Day.</param>
    /// <param name="stored">All that is stored for the day and partition, by step: beyond the cut too, since only the whole shows that nothing is missing at its end.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="LedgerDataMissingException">A part is missing.</exception>
    public async IAsyncEnumerable<T> OfAsync<T>(
        string hub, PartitionCut cut, SettlementDay day, IAsyncEnumerable<(long Step, string Attempt, T Part)> stored, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var expected = await heads.CountAsync(hub, cut.Partition, day, cancellation);
        var steps = new StepLookup(heads, hub, cut.Partition);
        var early = new List<(long Step, string Attempt)>();
        var found = 0L;
        await foreach (var (number, attempt, part) in stored.WithCancellation(cancellation))
        {
            var step = await steps.FindAsync(number, cancellation);
            if (step?.Attempt != attempt)
            {
                if (number > cut.Step)
                    early.Add((number, attempt));
                continue;
            }

            if (step.Of(day.Number)?.Number is not { } place)
                throw new LedgerDataMissingException(hub, cut.Partition, day, found);
            if (place > found + 1)
                found += await CommittedSinceAsync(hub, cut.Partition, early, cancellation);
            if (place > 0 && place != ++found)
                throw new LedgerDataMissingException(hub, cut.Partition, day, found);
            if (number <= cut.Step)
                yield return part;
        }

        if (found < expected)
            throw new LedgerDataMissingException(hub, cut.Partition, day, found + 1);
    }

    /// <summary>Beyond the cut the ledger goes on growing: how many parts were looked at before their step was committed, and have been since.</summary>
    private async ValueTask<int> CommittedSinceAsync(string hub, int partition, List<(long Step, string Attempt)> early, CancellationToken cancellation)
    {
        var committed = 0;
        foreach (var (number, attempt) in early)
            committed += (await heads.ReadStepAsync(hub, partition, number, cancellation))?.Attempt == attempt ? 1 : 0;
        early.Clear();
        return committed;
    }
}
