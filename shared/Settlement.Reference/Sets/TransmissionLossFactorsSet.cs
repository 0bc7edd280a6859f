using System.Globalization;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>The transmission loss factor of each zone.</summary>
internal sealed class TransmissionLossFactorsSet() : ReferenceSet<TransmissionLossFactor>("transmission-loss-factors", "zone", "tlf")
{
    private const int Decimals = 7;

    private protected override IReadOnlyList<UniqueRule<TransmissionLossFactor>> Rules { get; } =
    [new("zone", row => row.Zone, row => $"zone {row.Zone}")];

    private protected override TransmissionLossFactor Read(RowReader row)
    {
        var tlf = row.Number("tlf", Decimals);
        if (Math.Abs(tlf) >= 1)
        {
            row.Refuse("tlf", $"{tlf} is not between -1 and 1");
        }
        return new(row.Code("zone"), tlf, row.InForce());
    }

    private protected override DayRange InForce(TransmissionLossFactor row) => row.InForce;

    private protected override string[] Cells(TransmissionLossFactor row) => [row.Zone, row.Tlf.ToString(CultureInfo.InvariantCulture)];
}
