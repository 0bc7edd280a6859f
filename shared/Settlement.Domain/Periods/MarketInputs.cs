using Settlement.Domain.Allocation;
using Settlement.Domain.Trading;

namespace Settlement.Domain.Periods;

/// <summary>What the market systems reported for one period: the winners at a run's cut.</summary>
/// <param name="Takes">The GSP Group Takes by GSP Group.</param>
/// <param name="Price">The system price, or null where it is missing.</param>
/// <param name="Volumes">Metered volumes by BM Unit, MWh, generation positive.</param>
/// <param name="Contracts">The contracts.</param>
/// <param name="Balancing">Net accepted balancing volumes by BM Unit, MWh.</param>
public sealed record MarketInputs(
    IReadOnlyDictionary<string, GspGroupTake> Takes,
    SystemPrice? Price,
    IReadOnlyDictionary<string, decimal> Volumes,
    IReadOnlyList<Contract> Contracts,
    IReadOnlyDictionary<string, decimal> Balancing
);
