using Settlement.Domain.Market;

namespace Settlement.Domain.Trading;

/// <summary>A party's settlement: the sums of its two accounts, its share of the residual and what remains to pay.</summary>
/// <param name="Party">The party.</param>
/// <param name="Credited">Credited energy.</param>
/// <param name="Balancing">Balancing services volume.</param>
/// <param name="Contracted">Contracted volume, sold positive.</param>
/// <param name="Imbalance">Energy imbalance; positive is long.</param>
/// <param name="ImbalanceCash">Imbalance cashflow; positive means the party pays.</param>
/// <param name="ResidualShare">Share of the residual cashflow, 9 decimals.</param>
/// <param name="ResidualCash">Residual cashflow; positive means the party is paid.</param>
/// <param name="Net">Imbalance cash less residual cash.</param>
/// <param name="Accounts">P, then C.</param>
public sealed record PartyResult(
    string Party,
    decimal Credited,
    decimal Balancing,
    decimal Contracted,
    decimal Imbalance,
    decimal ImbalanceCash,
    decimal ResidualShare,
    decimal ResidualCash,
    decimal Net,
    IReadOnlyList<AccountResult> Accounts
);

/// <summary>An energy account's imbalance.</summary>
public sealed record AccountResult(
    EnergyAccount Account,
    decimal Credited,
    decimal Balancing,
    decimal Contracted,
    decimal Imbalance,
    decimal ImbalanceCash
);
