namespace Settlement.Simulation;

/// <summary>Who sells to whom under which id.</summary>
internal readonly record struct SimulatedContract(string Id, string Seller, string SellerAccount, string Buyer, string BuyerAccount);
