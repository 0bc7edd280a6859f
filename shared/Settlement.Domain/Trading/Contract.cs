using Settlement.Domain.Market;

namespace Settlement.Domain.Trading;

/// <summary>A contract for energy in a period.</summary>
/// <param name="Id">The contract's id.</param>
/// <param name="Seller">The party that sells.</param>
/// <param name="SellerAccount">The account it sells from.</param>
/// <param name="Buyer">The party that buys; it may be the seller, with its other account.</param>
/// <param name="BuyerAccount">The account it buys into.</param>
/// <param name="Mwh">MWh, not negative.</param>
public sealed record Contract(string Id, string Seller, EnergyAccount SellerAccount, string Buyer, EnergyAccount BuyerAccount, decimal Mwh);
