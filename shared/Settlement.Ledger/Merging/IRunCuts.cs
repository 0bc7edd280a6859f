using Settlement.Domain.Calendar;

namespace Settlement.Ledger.Merging;

/// <summary>Tells at which head steps runs have cut a day, so that no merge has a cut inside it.</summary>
public interface IRunCuts
{
    /// <summary>The steps of a partition of Event Hub <c>readings</c> at which there is a cut.</summary>
    ValueTask<IReadOnlyCollection<long>> ListStepsAsync(int partition, SettlementDay day, CancellationToken cancellationToken);
}
