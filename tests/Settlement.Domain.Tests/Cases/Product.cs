using System.Globalization;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Periods;
using Settlement.Domain.Reference;
using Settlement.Domain.Trading;

namespace Settlement.Domain.Tests.Cases;

/// <summary>Runs the code under test on tables of text.</summary>
public static class Product
{
    public static PeriodResult Settle(Given given)
    {
        var of = given["period"][0];
        var day = SettlementDay.Parse(of["day"]);
        return PeriodSettlement.Settle(
            of["run"],
            new SettlementPeriod(day, of.Whole("period")),
            given["cells"].Select(Cell),
            Inputs(given),
            Reference(given).On(day),
            [.. given["behind"].Select(row => row["partition"])]
        );
    }

    public static Sheets Print(PeriodResult result)
    {
        var sheets = new Sheets();
        foreach (var (code, of) in result.Missing)
        {
            sheets.Add("shortcomings", "missing", code, of);
        }
        if (result.Figures is not { } figures)
        {
            return sheets;
        }
        foreach (var group in figures.GspGroups)
        {
            sheets.Add(
                "gsp-groups",
                group.GspGroup,
                Text(group.Take),
                group.Estimated ? "yes" : "no",
                Text(group.Uncorrected),
                Text(group.Correction)
            );
            foreach (var c in group.Components)
            {
                sheets.Add("components", group.GspGroup, c.Supplier, c.Component, Text(c.Mwh), Text(c.Corrected));
            }
            foreach (var s in group.Suppliers)
            {
                sheets.Add("suppliers", group.GspGroup, s.Supplier, Text(s.Allocated));
            }
        }

        foreach (var u in figures.BmUnits)
        {
            sheets.Add("bm-units", u.BmUnit, Text(u.Mwh), Text(u.Tlm), Text(u.Credited));
        }
        foreach (var p in figures.Parties)
        {
            sheets.Add(
                "parties",
                p.Party,
                Text(p.Credited),
                Text(p.Balancing),
                Text(p.Contracted),
                Text(p.Imbalance),
                Text(p.ImbalanceCash),
                Text(p.ResidualShare),
                Text(p.ResidualCash),
                Text(p.Net)
            );
            foreach (var a in p.Accounts)
            {
                sheets.Add(
                    "accounts",
                    p.Party,
                    a.Account.Text(),
                    Text(a.Credited),
                    Text(a.Balancing),
                    Text(a.Contracted),
                    Text(a.Imbalance),
                    Text(a.ImbalanceCash)
                );
            }
        }

        var (totals, controls) = (figures.Totals, figures.Controls);
        sheets.Add("totals", Text(totals.Losses), Text(totals.TlmoPlus), Text(totals.TlmoMinus), Text(totals.Residual));
        sheets.Add(
            "controls",
            Text(controls.TakeMinusAllocated),
            Text(controls.CreditedSum),
            Text(controls.ContractedSum),
            Text(controls.NetSum)
        );
        foreach (var (code, of) in figures.Reasons)
        {
            sheets.Add("shortcomings", "reason", code, of);
        }
        foreach (var (_, of) in figures.Warnings)
        {
            sheets.Add("shortcomings", "warning", "correction", of);
        }
        return sheets;
    }

    private static string Text(decimal value) =>
        value == 0 ? "0" : value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static CellTotal Cell(Row row) =>
        new(
            new SettlementCell(
                row["gspGroup"],
                row["supplier"],
                Code<Flow>(row["flow"]),
                Code<MarketSegment>(row["segment"]),
                Code<ConnectionType>(row["connection"]),
                row.Yes("domestic"),
                row.Whole("distributor"),
                row["llfc"]
            ),
            Code<QualityClass>(row["quality"]),
            long.Parse(row["wattHours"], CultureInfo.InvariantCulture),
            long.Parse(row["values"], CultureInfo.InvariantCulture)
        );

    private static MarketInputs Inputs(Given given) =>
        new(
            given["takes"].ToDictionary(row => row["gspGroup"], row => new GspGroupTake(Number(row["mwh"]), row.Yes("estimated"))),
            given["price"] is [var price] ? new SystemPrice(Number(price["buy"]), Number(price["sell"])) : null,
            given["volumes"].ToDictionary(row => row["bmUnit"], row => Number(row["mwh"])),
            [
                .. given["contracts"]
                    .Select(row => new Contract(
                        row["id"],
                        row["seller"],
                        Code<EnergyAccount>(row["sellerAccount"]),
                        row["buyer"],
                        Code<EnergyAccount>(row["buyerAccount"]),
                        Number(row["mwh"])
                    )),
            ],
            given["balancing"].ToDictionary(row => row["bmUnit"], row => Number(row["mwh"]))
        );

    private static ReferenceData Reference(Given given) =>
        new()
        {
            Participants =
            [
                .. given["participants"]
                    .Select(row => new Participant(row["id"], row["name"], Code<ParticipantRole>(row["role"]), DayRange.Always)),
            ],
            GspGroups = [.. given["gsp-groups"].Select(row => new GspGroup(row["id"], row["name"], row["zone"], DayRange.Always))],
            BmUnits =
            [
                .. given["bm-units"]
                    .Select(row => new BmUnit(
                        row["id"],
                        row["party"],
                        Code<EnergyAccount>(row["account"]),
                        row.Optional("gspGroup"),
                        row.Optional("tradingUnit"),
                        Code<BmUnitKind>(row["kind"]),
                        row.Yes("default"),
                        DayRange.Always
                    )),
            ],
            Components =
            [
                .. given["components"]
                    .Select(row => new Component(
                        row.Whole("id"),
                        Maybe<Flow>(row.Optional("flow")),
                        Maybe<MarketSegment>(row.Optional("segment")),
                        Maybe<ConnectionType>(row.Optional("connection")),
                        row.Optional("domestic") is null ? null : row.Yes("domestic"),
                        Maybe<QualityClass>(row.Optional("quality")),
                        row.Yes("losses"),
                        Number(row.Optional("weight") ?? "0"),
                        DayRange.Always
                    )),
            ],
            LossFactors = LossFactorTable.From(
                given["loss-factors"]
                    .Select(row => new LossFactor(
                        row["distributor"],
                        row["llfc"],
                        row.Whole("fromPeriod"),
                        row.Optional("toPeriod") is null ? null : row.Whole("toPeriod"),
                        (int)(Number(row["factor"]) * 1000),
                        DayRange.Always
                    ))
            ),
            TransmissionLossFactors =
            [
                .. given["transmission-loss-factors"]
                    .Select(row => new TransmissionLossFactor(row["zone"], Number(row["tlf"]), DayRange.Always)),
            ],
            Parameters = [.. given["parameters"].Select(row => new Parameter(row["name"], row["value"], DayRange.Always))],
        };

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static T? Maybe<T>(string? code)
        where T : struct, Enum => code is null ? null : Code<T>(code);

    private static T Code<T>(string code)
        where T : struct, Enum => CodeText.TryParse<T>(code, out var value) ? value : throw new FormatException(code);
}
