namespace Settlement.Functions.Tests.Rejects;

/// <summary>Market messages that are rejected, at 2026-06-20T06:00Z.</summary>
internal static class MarketCases
{
    private static readonly (string Name, Body Good)[] Types =
    [
        ("gspGroupTake", Body.Take),
        ("systemPrice", Body.Price),
        ("bmUnitVolume", Body.Volume),
        ("contract", Body.Contract),
        ("balancing", Body.Balancing),
    ];

    public static RejectCases Cases { get; } = Make();

    private static RejectCases Make()
    {
        var cases = new RejectCases();
        cases.AddRaw("market text", "not-json", "a price");
        cases.AddRaw("a market number", "wrong-type", "96.5");
        foreach (var (name, good) in Types)
        {
            Common(cases, name, good);
            foreach (var field in good.Fields.Where(field => field.Name != "type"))
            {
                cases.Add($"{name} without {field.Name}", "missing-field", good.Without(field.Name));
                cases.Add($"{name} with null as {field.Name}", "wrong-type", good.Set(field.Name, "null"));
                cases.Add(
                    $"{name} with {field.Name} of another type",
                    "wrong-type",
                    good.Set(field.Name, field.Json[0] == '"' ? "5" : "\"5\"")
                );
            }
        }

        Days(cases);
        Amounts(cases);
        Reference(cases);
        WithoutAType(cases);
        return cases;
    }

    private static void Common(RejectCases cases, string name, Body good)
    {
        foreach (var period in new[] { "0", "-1", "49", "99999999999999999999" })
        {
            cases.Add($"{name} of period {period}", "period-not-in-day", good.Set("period", period));
        }
        cases.Add($"{name} of period 47 of the short day", "period-not-in-day", good.Text("day", "2026-03-29").Set("period", "47"));
        cases.Add($"{name} of a period with a fraction", "wrong-type", good.Set("period", "17.0"));
        cases.Add($"{name} of a day that does not exist", "wrong-type", good.Text("day", "2026-06-31"));
        cases.Add($"{name} of the day before 28 months ago", "day-too-old", good.Text("day", "2024-02-19"));
        cases.Add($"{name} with a negative revision", "negative", good.Set("revision", "-1"));
        cases.Add($"{name} with null as revision", "wrong-type", good.Set("revision", "null"));
        cases.Add($"{name} with a revision as text", "wrong-type", good.Set("revision", "\"1\""));
    }

    private static void Days(RejectCases cases)
    {
        foreach (var (name, good) in Types.Where(type => type.Name is not ("contract" or "systemPrice")))
        {
            cases.Add($"{name} of tomorrow", "day-in-future", good.Text("day", "2026-06-21"));
        }
    }

    private static void Amounts(RejectCases cases)
    {
        foreach (var (name, good) in Types)
        {
            foreach (var amount in good.Fields.Select(field => field.Name).Where(field => field is "mwh" or "buy" or "sell"))
            {
                var (tooFine, tooLarge) = amount == "mwh" ? ("1e-7", "1000000.000001") : ("1e-6", "100000.00001");
                cases.Add($"{name} with too many decimals in {amount}", "too-many-decimals", good.Set(amount, tooFine));
                cases.Add($"{name} with {amount} too large", "too-large", good.Set(amount, tooLarge));
                cases.Add(
                    $"{name} with {amount} too large below zero",
                    name == "contract" ? "negative too-large" : "too-large",
                    good.Set(amount, "-" + tooLarge)
                );
                cases.Add(
                    $"{name} with {amount} too fine and too large",
                    "too-large too-many-decimals",
                    good.Set(amount, "10000000.0000001")
                );
            }
        }

        cases.Add("a contract below zero", "negative", Body.Contract.Set("mwh", "-0.000001"));
        cases.Add("a take with text as estimated", "wrong-type", Body.Take.Set("estimated", "\"true\""));
        cases.Add("a take with null as estimated", "wrong-type", Body.Take.Set("estimated", "null"));
    }

    private static void Reference(RejectCases cases)
    {
        cases.Add("a take of no GSP Group", "gsp-group-unknown", Body.Take.Text("gspGroup", "_Z"));
        cases.Add("a take after the GSP Group's last day", "gsp-group-unknown", Body.Take.Text("gspGroup", "_C"));
        cases.Add("a volume of no BM Unit", "bm-unit-unknown", Body.Volume.Text("bmUnit", "T_NONE-1"));
        cases.Add("a volume before the BM Unit's first day", "bm-unit-unknown", Body.Volume.Text("bmUnit", "I_FRAN-1"));
        cases.Add("a volume for a supplier unit", "bm-unit-not-metered", Body.Volume.Text("bmUnit", "2__AALFA000"));
        cases.Add("balancing of no BM Unit", "bm-unit-unknown", Body.Balancing.Text("bmUnit", "T_NONE-1"));
        cases.Add("a seller that is nobody", "party-unknown", Body.Contract.Text("seller", "ZZZZ"));
        cases.Add("a buyer that is nobody", "party-unknown", Body.Contract.Text("buyer", "ZZZZ"));
        cases.Add("two parties that are nobody", "party-unknown", Body.Contract.Text("seller", "YYYY").Text("buyer", "ZZZZ"));
        cases.Add("a buyer before its first day", "party-unknown", Body.Contract.Text("buyer", "LATE").Text("day", "2026-06-14"));
        cases.Add("no such seller account", "unknown-value", Body.Contract.Text("sellerAccount", "p"));
        cases.Add("no such buyer account", "unknown-value", Body.Contract.Text("buyerAccount", "X"));
        cases.Add(
            "much that is wrong with a contract",
            "negative party-unknown period-not-in-day too-many-decimals unknown-value missing-field wrong-type day-too-old",
            Body.Contract.Set("mwh", "-1.0000001")
                .Text("seller", "ZZZZ")
                .Set("period", "49")
                .Text("buyerAccount", "X")
                .Without("id")
                .Set("buyer", "1")
                .Text("day", "2024-01-01")
        );
        cases.Add(
            "what is wrong with a volume",
            "bm-unit-unknown too-large day-in-future negative",
            Body.Volume.Text("bmUnit", "x").Set("mwh", "1e9").Text("day", "2026-06-21").Set("revision", "-2")
        );
    }

    private static void WithoutAType(RejectCases cases)
    {
        cases.Add("without type", "missing-field", Body.Price.Without("type"));
        cases.Add("with a number as type", "wrong-type", Body.Price.Set("type", "1"));
        cases.Add("of another type", "unknown-value", Body.Price.Text("type", "SystemPrice"));
        cases.Add(
            "of another type, with more that is wrong",
            "unknown-value day-too-old period-not-in-day negative",
            Body.Take.Text("type", "take")
                .Text("day", "2024-02-19")
                .Set("period", "49")
                .Set("revision", "-1")
                .Text("gspGroup", "_Z")
                .Set("mwh", "\"x\"")
        );
        cases.Add("of another type, without a period", "unknown-value missing-field", Body.Price.Text("type", "price").Without("period"));
        cases.Add("a reading at the wrong hub", "missing-field", Body.Reading);
    }
}
