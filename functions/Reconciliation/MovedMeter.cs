using Settlement.Domain;
using Settlement.Runs.Reconciliation;

namespace Settlement.Functions.Reconciliation;

/// <summary>A meter whose energy changed between two runs.</summary>
internal sealed record MovedMeter(
    string Mpan,
    IEnumerable<string> Suppliers,
    IEnumerable<string> GspGroups,
    decimal FromKwh,
    decimal ToKwh,
    decimal DifferenceKwh,
    IEnumerable<MovedCause> Causes
)
{
    public static MovedMeter FromChanges(ChangedMeter meter) =>
        new(
            meter.Mpan.ToString(),
            Values(meter).Select(value => value.Cell.Supplier).Distinct().Order(StringComparer.Ordinal),
            Values(meter).Select(value => value.Cell.GspGroup).Distinct().Order(StringComparer.Ordinal),
            meter.From * EnergyUnits.KwhPerWattHour,
            meter.To * EnergyUnits.KwhPerWattHour,
            (meter.To - meter.From) * EnergyUnits.KwhPerWattHour,
            meter
                .Changes.GroupBy(change => change.Cause, StringComparer.Ordinal)
                .OrderBy(cause => cause.Key, StringComparer.Ordinal)
                .Select(cause => new MovedCause(
                    cause.Key,
                    cause.Sum(change => (change.To?.Signed ?? 0) - (change.From?.Signed ?? 0)) * EnergyUnits.KwhPerWattHour
                ))
        );

    /// <summary>All values of the meter, of either run.</summary>
    public static IEnumerable<MeterValue> Values(ChangedMeter meter) =>
        meter.Changes.SelectMany(change => new[] { change.From, change.To }).OfType<MeterValue>();
}

/// <summary>How much of a meter's change has a cause.</summary>
internal sealed record MovedCause(string Cause, decimal DifferenceKwh);
