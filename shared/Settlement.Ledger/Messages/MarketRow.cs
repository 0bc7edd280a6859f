using Settlement.Domain.Market;

namespace Settlement.Ledger.Messages;

/// <summary>What a market message tells; the values are the contract's words.</summary>
public enum MarketMessageType
{
    /// <summary>A GSP Group Take: amount A is MWh.</summary>
    GspGroupTake,

    /// <summary>The system price: amount A is the buy price, B the sell price, GBP/MWh.</summary>
    SystemPrice,

    /// <summary>A metered volume of a BM Unit: amount A is MWh, generation positive.</summary>
    BmUnitVolume,

    /// <summary>A contract: amount A is MWh, 0 cancels.</summary>
    Contract,

    /// <summary>Net accepted balancing volume of a BM Unit: amount A is MWh.</summary>
    Balancing,
}

/// <summary>One accepted market message.</summary>
/// <param name="Type">What it tells.</param>
/// <param name="Day">The <see cref="Domain.Calendar.SettlementDay.Number"/> of the day.</param>
/// <param name="Period">The Settlement Period.</param>
/// <param name="Key">The GSP Group, BM Unit or contract id; empty for a price.</param>
/// <param name="A">The first amount.</param>
/// <param name="B">The second amount; 0 where there is none.</param>
/// <param name="Estimated">Whether a take is estimated.</param>
/// <param name="Trade">The parties of a contract, or null.</param>
/// <param name="Revision">The message's revision.</param>
/// <param name="Enqueued">When the event was enqueued, UTC ticks.</param>
/// <param name="Position">The event's <see cref="EpochPosition"/>.</param>
/// <param name="Place">The message's place in the event's array.</param>
public sealed record MarketRow(
    MarketMessageType Type,
    int Day,
    int Period,
    string Key,
    decimal A,
    decimal B,
    bool Estimated,
    TradeParties? Trade,
    long Revision,
    long Enqueued,
    long Position,
    int Place
);

/// <summary>Who sells to whom, from which account into which.</summary>
public sealed record TradeParties(string Seller, EnergyAccount SellerAccount, string Buyer, EnergyAccount BuyerAccount);
