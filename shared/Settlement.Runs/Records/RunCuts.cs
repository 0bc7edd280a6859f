using Settlement.Domain.Calendar;
using Settlement.Ledger.Merging;

namespace Settlement.Runs.Records;

/// <summary>The cuts of all runs on record.</summary>
public sealed class RunCuts(RunStore runs) : IRunCuts
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<long>> ListStepsAsync(
        int partition,
        SettlementDay day,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await runs.ListAsync(day, cancellationToken))
                .Select(run => run.Cut?.Readings.FirstOrDefault(cut => cut.Partition == partition)?.Step)
                .OfType<long>(),
        ];
}
