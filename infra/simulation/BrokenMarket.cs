using System.Text;
using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Simulation;

/// <summary>Market messages that must be rejected, each with its codes, and a few for a future day that must not.</summary>
internal sealed class BrokenMarket(Cast cast, SettlementDay day, LocalDate today)
{
    private readonly string _tooOld = new SettlementDay(today.PlusMonths(-29)).ToString();
    private readonly string _inFuture = new SettlementDay(today.PlusYears(1)).ToString();

    private (string[] Reasons, RawFields Fields)[] Catalogue =>
        [
            (["unknown-value"], Take().WithText("type", "gspGroupTakes")),
            (["negative", "unknown-value"], Take().WithText("type", "weather").With("revision", "-1")),
            (["missing-field"], Take().Without("mwh")),
            (["missing-field"], Take().Without("gspGroup")),
            (["missing-field"], Price().Without("period")),
            (["missing-field"], Contract().Without("buyerAccount")),
            (["wrong-type"], Take().WithText("mwh", "1.5")),
            (["wrong-type"], Take().WithText("estimated", "yes")),
            (["wrong-type"], Price().With("buy", "null")),
            (["wrong-type"], Price().With("period", "1.0")),
            (["wrong-type"], Volume().WithText("day", "2026-13-01")),
            (["unknown-value"], Contract().WithText("sellerAccount", "X")),
            (["period-not-in-day"], Take().With("period", "51")),
            (["period-not-in-day"], Price().With("period", "0")),
            (["too-many-decimals"], Take().With("mwh", "0.1234567")),
            (["too-many-decimals"], Price().With("sell", "60.123456")),
            (["too-large"], Volume().With("mwh", "1000000.1")),
            (["too-large"], Take().With("mwh", "-1000000.1")),
            (["too-large"], Price().With("buy", "100000.01")),
            (["negative"], Contract().With("mwh", "-1")),
            (["negative"], Take().With("revision", "-1")),
            (["day-too-old"], Take().WithText("day", _tooOld)),
            (["day-in-future"], Take().WithText("day", _inFuture)),
            (["day-in-future"], Balancing().WithText("day", _inFuture)),
            (["gsp-group-unknown"], Take().WithText("gspGroup", "_Z")),
            (["bm-unit-unknown"], Volume().WithText("bmUnit", "T_NONE-1")),
            (["bm-unit-unknown"], Balancing().WithText("bmUnit", "T_NONE-1")),
            (["party-unknown"], Contract().WithText("buyer", "ZZZZ")),
            (["party-unknown"], Contract().WithText("seller", SyntheticMarket.DepartedSupplier)),
            (["bm-unit-not-metered"], Volume().WithText("bmUnit", SyntheticMarket.SupplierUnit(cast.Suppliers[0].Id, cast.Groups[0].Id))),
            (["bm-unit-not-metered"], Volume().WithText("bmUnit", cast.ExtraSupplierUnit)),
            (["gsp-group-unknown", "too-many-decimals"], Take().WithText("gspGroup", "_I").With("mwh", "0.0000001")),
        ];

    public void SendAll(EventFile file)
    {
        foreach (var (reasons, fields) in Catalogue)
        {
            file.AddBroken(fields.Bytes, reasons);
        }
        file.Add(Contract().WithText("id", "ahead").WithText("day", _inFuture).Bytes, "ahead");
        file.Add(Price().WithText("day", _inFuture).Bytes, "ahead");

        var ahead = Contract().WithText("id", "ahead").WithText("day", _inFuture).Json;
        file.Line(Encoding.UTF8.GetBytes($"[{ahead},7,{Take().Without("type").Json}]"));
        file.Accept("ahead");
        file.Reject("wrong-type");
        file.Reject("missing-field");
    }

    private RawFields Begin(string type) => new RawFields().WithText("type", type).WithText("day", day.ToString()).With("period", "1");

    private RawFields Take() => Begin("gspGroupTake").WithText("gspGroup", cast.Groups[0].Id).With("mwh", "1.5");

    private RawFields Price() => Begin("systemPrice").With("buy", "60.5").With("sell", "60.5");

    private RawFields Volume() => Begin("bmUnitVolume").WithText("bmUnit", SyntheticMarket.Units[0].Id).With("mwh", "1.5");

    private RawFields Balancing() => Begin("balancing").WithText("bmUnit", SyntheticMarket.Units[0].Id).With("mwh", "1.5");

    private RawFields Contract() =>
        Begin("contract")
            .WithText("id", "broken")
            .WithText("seller", SyntheticMarket.TradingParty)
            .WithText("sellerAccount", "P")
            .WithText("buyer", cast.Suppliers[0].Id)
            .WithText("buyerAccount", "C")
            .With("mwh", "1");
}
