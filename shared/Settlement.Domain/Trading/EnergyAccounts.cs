using Settlement.Domain.Market;

namespace Settlement.Domain.Trading;

/// <summary>
/// The energy accounts of a period: what is booked on them, their imbalance, its cash, and the sharing of the residual (BSC Section T4:
/// imbalance = credited − balancing − contracted; cash = −imbalance × price; residual shared by credited energy).
/// </summary>
internal sealed class EnergyAccounts
{
    private readonly SortedDictionary<string, Party> _parties = new(StringComparer.Ordinal);

    /// <summary>Lists a party even if nothing is booked on it.</summary>
    public void Add(string party) => GetOrAdd(party);

    /// <summary>Books a BM Unit's credited energy and balancing volume.</summary>
    /// <param name="party">The unit's party.</param>
    /// <param name="account">The account of the unit.</param>
    /// <param name="credited">Credited energy, MWh.</param>
    /// <param name="balancing">Loss-adjusted balancing volume, MWh.</param>
    /// <param name="residualBase">What of it counts for the residual: positive in a delivering trading unit, negated in an offtaking one, 0 for an interconnector.</param>
    public void BookUnit(string party, EnergyAccount account, decimal credited, decimal balancing, decimal residualBase)
    {
        var to = GetOrAdd(party);
        to.Credited[(int)account] += credited;
        to.Balancing[(int)account] += balancing;
        to.ResidualBase += residualBase;
    }

    /// <summary>Books a contract on both sides.</summary>
    public void BookContract(Contract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        GetOrAdd(contract.Seller).Contracted[(int)contract.SellerAccount] += contract.Mwh;
        GetOrAdd(contract.Buyer).Contracted[(int)contract.BuyerAccount] -= contract.Mwh;
    }

    /// <summary>Charges every party.</summary>
    /// <param name="price">The system price.</param>
    /// <param name="reasons">Gets <c>no-residual-base</c> where a residual cannot be shared.</param>
    /// <returns>The parties by id, and the total residual cashflow.</returns>
    public (IReadOnlyList<PartyResult> Parties, decimal Residual) Charge(SystemPrice price, ISet<SettlementIssue> reasons)
    {
        ArgumentNullException.ThrowIfNull(price);
        ArgumentNullException.ThrowIfNull(reasons);
        var accounts = _parties.Select(p => p.Value.Charge(price)).ToList();
        var residual = accounts.Sum(a => a.Sum(x => x.ImbalanceCash));
        var bases = _parties.Values.Select(p => p.ResidualBase).ToList();
        var sum = bases.Sum();
        var residualCash = new decimal[bases.Count];
        if (sum != 0)
        {
            for (var i = 0; i < residualCash.Length; i++)
            {
                residualCash[i] = Rounding.MultiplyDivide(residual, bases[i], sum, Rounding.Money);
            }
            Remainder.ToGreatest(residualCash, residual, _ => true);
        }
        else if (residual != 0)
        {
            reasons.Add(new(SettlementIssue.NoResidualBase, string.Empty));
        }

        var parties = _parties.Keys.Select(
            (id, i) =>
            {
                var cash = accounts[i].Sum(a => a.ImbalanceCash);
                return new PartyResult(
                    id,
                    accounts[i].Sum(a => a.Credited),
                    accounts[i].Sum(a => a.Balancing),
                    accounts[i].Sum(a => a.Contracted),
                    accounts[i].Sum(a => a.Imbalance),
                    cash,
                    sum == 0 ? 0 : Rounding.MultiplyDivide(1, bases[i], sum, Rounding.Ratio),
                    residualCash[i],
                    cash - residualCash[i],
                    accounts[i]
                );
            }
        );
        return ([.. parties], residual);
    }

    private Party GetOrAdd(string id)
    {
        if (!_parties.TryGetValue(id, out var party))
        {
            _parties.Add(id, party = new Party());
        }
        return party;
    }

    private sealed class Party
    {
        public decimal[] Credited { get; } = new decimal[2];

        public decimal[] Balancing { get; } = new decimal[2];

        public decimal[] Contracted { get; } = new decimal[2];

        public decimal ResidualBase { get; set; }

        public AccountResult[] Charge(SystemPrice price)
        {
            var accounts = new AccountResult[2];
            for (var a = 0; a < accounts.Length; a++)
            {
                var imbalance = Credited[a] - Balancing[a] - Contracted[a];
                var cash = Rounding.Round(-imbalance * (imbalance > 0 ? price.Sell : price.Buy), Rounding.Money);
                accounts[a] = new AccountResult((EnergyAccount)a, Credited[a], Balancing[a], Contracted[a], imbalance, cash);
            }

            return accounts;
        }
    }
}
