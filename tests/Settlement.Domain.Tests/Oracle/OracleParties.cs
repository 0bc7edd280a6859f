using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Oracle;

/// <summary>Imbalance and cash by the contract's text (section 4, steps 5 to 8), printed as it goes.</summary>
internal sealed class OracleParties
{
    private sealed record Account(
        string Party,
        string Code,
        Fraction Credited,
        Fraction Balancing,
        Fraction Contracted,
        Fraction Imbalance,
        Fraction Cash
    );

    public Fraction Residual { get; }

    public Fraction ContractedSum { get; }

    public Fraction NetSum { get; }

    public OracleParties(Given given, OracleUnits market, Shortfalls reasons, Sheets sheets)
    {
        var parties = given["participants"].Select(row => row["id"]).Order(StringComparer.Ordinal).ToArray();
        var accounts = parties.SelectMany(party => new[] { "P", "C" }.Select(code => Book(given, market, party, code))).ToArray();
        Residual = Fraction.Sum(accounts.Select(a => a.Cash));
        var bases = parties
            .Select(party =>
                Fraction.Sum(
                    market
                        .Units.Where(unit => unit.Row["party"] == party && !unit.Interconnector)
                        .Select(unit => unit.Delivers ? unit.Credited : -unit.Credited)
                )
            )
            .ToArray();
        var sum = Fraction.Sum(bases);
        var shares = bases.Select(own => sum.IsZero ? 0 : own / sum).ToArray();
        var residualCash = shares.Select(share => (Residual * share).Round(2)).ToArray();
        if (!sum.IsZero)
        {
            residualCash = Sharing.Complete(residualCash, Residual, _ => true);
        }
        else if (!Residual.IsZero)
        {
            reasons.Add("no-residual-base", string.Empty);
        }

        for (var i = 0; i < parties.Length; i++)
        {
            var mine = accounts.Where(a => a.Party == parties[i]).ToArray();
            var cash = Sum(a => a.Cash);
            var net = cash - residualCash[i];
            sheets.Add(
                "parties",
                parties[i],
                Sum(a => a.Credited),
                Sum(a => a.Balancing),
                Sum(a => a.Contracted),
                Sum(a => a.Imbalance),
                cash,
                shares[i].Round(9),
                residualCash[i],
                net
            );
            foreach (var a in mine)
            {
                sheets.Add("accounts", a.Party, a.Code, a.Credited, a.Balancing, a.Contracted, a.Imbalance, a.Cash);
            }
            ContractedSum += Sum(a => a.Contracted);
            NetSum += net;

            Fraction Sum(Func<Account, Fraction> of) => Fraction.Sum(mine.Select(of));
        }
    }

    private static Account Book(Given given, OracleUnits market, string party, string code)
    {
        var units = market.Units.Where(unit => unit.Row["party"] == party && unit.Row["account"] == code).ToArray();
        var credited = Fraction.Sum(units.Select(unit => unit.Credited));
        var balancing = Fraction.Sum(units.Select(unit => (Accepted(given, unit.Row["id"]) * unit.Tlm).Round(9)));
        var sold = Fraction.Sum(
            given["contracts"]
                .Where(row => row["seller"] == party && row["sellerAccount"] == code)
                .Select(row => Fraction.Parse(row["mwh"]))
        );
        var bought = Fraction.Sum(
            given["contracts"].Where(row => row["buyer"] == party && row["buyerAccount"] == code).Select(row => Fraction.Parse(row["mwh"]))
        );
        var imbalance = credited - balancing - (sold - bought);
        var price = Fraction.Parse(given["price"][0][imbalance > 0 ? "sell" : "buy"]);
        return new(party, code, credited, balancing, sold - bought, imbalance, (-imbalance * price).Round(2));
    }

    private static Fraction Accepted(Given given, string unit) =>
        Fraction.Sum(given["balancing"].Where(row => row["bmUnit"] == unit).Select(row => Fraction.Parse(row["mwh"])));
}
