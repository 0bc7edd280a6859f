using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>The line loss factors of each distributor and class, in bands of Settlement Periods.</summary>
internal sealed class LossFactorsSet() : ReferenceSet<LossFactor>("loss-factors", "distributor", "llfc", "fromPeriod", "toPeriod", "factor")
{
    private protected override IReadOnlyList<UniqueRule<LossFactor>> Rules { get; } =
    [
        new("fromPeriod", row => $"{row.Distributor}{row.Llfc}", row => $"class {row.Llfc} of distributor {row.Distributor}")
        {
            Band = row => (row.FromPeriod - 1, (row.ToPeriod ?? SettlementDay.MaxPeriods) - 1),
            Slots = SettlementDay.MaxPeriods,
        },
    ];

    private protected override LossFactor Read(RowReader row)
    {
        var first = row.Integer("fromPeriod", 1, SettlementDay.MaxPeriods);
        var last = row.OptionalInteger("toPeriod", 1, SettlementDay.MaxPeriods);
        if (last < first)
        {
            row.Refuse("toPeriod", $"period {last} is before period {first}");
        }
        if (!LossFactorText.TryParse(row.Text("factor"), out var thousandths))
        {
            row.Refuse("factor", $"'{row.Text("factor")}' is not a loss factor: {LossFactorText.Rule}");
        }
        return new(row.Distributor("distributor"), row.Code("llfc"), first, last, thousandths, row.InForce());
    }

    private protected override DayRange InForce(LossFactor row) => row.InForce;

    private protected override string[] Cells(LossFactor row) =>
        [
            row.Distributor,
            row.Llfc,
            row.FromPeriod.ToString(CultureInfo.InvariantCulture),
            row.ToPeriod?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
            LossFactorText.Write(row.Thousandths),
        ];

    internal override object Compile(TextReader csv) => LossFactorTable.From(ParseRows(csv, isStored: true));
}
