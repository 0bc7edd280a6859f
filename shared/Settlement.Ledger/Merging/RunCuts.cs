using Settlement.Domain.Calendar;
using Settlement.Ledger.Runs;

namespace Settlement.Ledger.Merging;

/// <summary>Tells at which head steps runs have cut a day, so that no merge has a cut inside it.</summary>
public interface IRunCuts
{
    /// <summary>The steps of a partition of Event Hub <c>readings</c> at which there is a cut.</summary>
    ValueTask<IReadOnlyCollection<long>> OfAsync(int partition, SettlementDay day, CancellationToken cancellation);
}

/// <summary>The cuts of all runs on record.</summary>
public sealed class RunCuts(RunStore runs) : IRunCuts
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<long>> OfAsync(int partition, SettlementDay day, CancellationToken cancellation) =>
    [
        .. (await runs.ListAsync(day, cancellation))
            .Select(run => run.Cut?.Readings.FirstOrDefault(cut => cut.Partition == partition)?.Step)
            .OfType<long>(),
    ];
}
