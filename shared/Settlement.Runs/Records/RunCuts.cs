using Settlement.Domain.Calendar;
using Settlement.Ledger.Merging;

namespace Settlement.Runs.Records;

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
