namespace Settlement.Domain;

/// <summary>
/// What units of energy are in one another. Energy is kept in whole watt-hours, loss-adjusted energy in whole milliwatt-hours; figures are
/// published in kWh or MWh. Multiplying by one of these is exact.
/// </summary>
public static class EnergyUnits
{
    /// <summary>kWh in a watt-hour.</summary>
    public const decimal KwhPerWattHour = 0.001m;

    /// <summary>MWh in a watt-hour.</summary>
    public const decimal MwhPerWattHour = 0.000001m;

    /// <summary>MWh in a milliwatt-hour.</summary>
    public const decimal MwhPerMilliWattHour = 0.000000001m;

    /// <summary>Milliwatt-hours in a MWh.</summary>
    public const decimal MilliWattHoursPerMwh = 1_000_000_000m;

    /// <summary>Milliwatt-hours in a watt-hour.</summary>
    public const long MilliWattHoursPerWattHour = 1000;
}
