using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>Named settings of the market; those that settlement knows are numbers, others are kept as text.</summary>
internal sealed class ParametersSet() : ReferenceSet<Parameter>("parameters", "name", "value")
{
    private const int Decimals = 9;

    private protected override IReadOnlyList<UniqueRule<Parameter>> Rules { get; } =
    [new("name", row => row.Name, row => $"parameter {row.Name}")];

    private protected override Parameter Read(RowReader row)
    {
        var name = row.Code("name");
        if (MarketParameters.Defaults.ContainsKey(name))
        {
            row.Number("value", Decimals);
        }
        return new(name, row.Text("value"), row.InForce());
    }

    private protected override DayRange InForce(Parameter row) => row.InForce;

    private protected override string[] Cells(Parameter row) => [row.Name, row.Value];
}
