using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>The Balancing Mechanism Units.</summary>
internal sealed class BmUnitsSet()
    : ReferenceSet<BmUnit>("bm-units", "id", "party", "account", "gspGroup", "tradingUnit", "kind", "default")
{
    private protected override IReadOnlyList<UniqueRule<BmUnit>> Rules { get; } =
    [
        new("id", row => row.Id, row => $"BM Unit {row.Id}"),
        new(
            "default",
            row => row.IsDefault ? $"{row.Party}\0{row.GspGroup}" : null,
            row => $"default supplier unit of {row.Party} in {row.GspGroup}"
        ),
    ];

    private protected override BmUnit Read(RowReader row)
    {
        var unit = new BmUnit(
            row.Identifier("id"),
            row.Identifier("party"),
            row.Choice<EnergyAccount>("account"),
            row.OptionalCode("gspGroup"),
            row.OptionalCode("tradingUnit"),
            row.Choice<BmUnitKind>("kind"),
            row.YesNo("default"),
            row.InForce()
        );
        if (unit is { IsDefault: true, Kind: not BmUnitKind.Supplier } or { IsDefault: true, GspGroup: null })
        {
            row.Refuse("default", "only a supplier unit of a GSP Group can be the default");
        }
        return unit;
    }

    private protected override DayRange InForce(BmUnit row) => row.InForce;

    private protected override string[] Cells(BmUnit row) =>
        [
            row.Id,
            row.Party,
            row.Account.Text(),
            row.GspGroup ?? string.Empty,
            row.TradingUnit ?? string.Empty,
            row.Kind.Text(),
            YesNo(row.IsDefault),
        ];
}
