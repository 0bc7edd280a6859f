namespace Settlement.Domain.Trading;

/// <summary>The price of imbalance in a period.</summary>
/// <param name="Buy">System Buy Price, GBP/MWh: what a party that is short pays.</param>
/// <param name="Sell">System Sell Price, GBP/MWh: what a party that is long is paid.</param>
public sealed record SystemPrice(decimal Buy, decimal Sell);
