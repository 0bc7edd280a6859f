using Settlement.Domain.Market;

namespace Settlement.Domain.Periods;

/// <summary>The net energy that passed into a GSP Group in a period.</summary>
/// <param name="Mwh">MWh; negative when the group exports.</param>
/// <param name="Estimated">Whether the volume is an estimate.</param>
public sealed record GspGroupTake(decimal Mwh, bool Estimated);

/// <summary>The price of imbalance in a period.</summary>
/// <param name="Buy">System Buy Price, GBP/MWh: what a party that is short pays.</param>
/// <param name="Sell">System Sell Price, GBP/MWh: what a party that is long is paid.</param>
public sealed record SystemPrice(decimal Buy, decimal Sell);

/// <summary>A contract for energy in a period.</summary>
/// <param name="Id">The contract's id.</param>
/// <param name="Seller">The party that sells.</param>
/// <param name="SellerAccount">The account it sells from.</param>
/// <param name="Buyer">The party that buys; it may be the seller, with its other account.</param>
/// <param name="BuyerAccount">The account it buys into.</param>
/// <param name="Mwh">MWh, not negative.</param>
public sealed record Contract(string Id, string Seller, EnergyAccount SellerAccount, string Buyer, EnergyAccount BuyerAccount, decimal Mwh);

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
    IReadOnlyDictionary<string, decimal> Balancing);
