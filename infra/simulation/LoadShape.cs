namespace Settlement.Simulation;

/// <summary>Daily shapes with mean 1, by kind, day type and month. Hours are local clock hours.</summary>
internal static class LoadShape
{
    private static readonly double[] Household =
    [
        0.55,
        0.48,
        0.45,
        0.44,
        0.45,
        0.52,
        0.80,
        1.10,
        1.05,
        0.92,
        0.88,
        0.90,
        0.96,
        0.92,
        0.92,
        1.05,
        1.40,
        1.75,
        1.85,
        1.75,
        1.55,
        1.30,
        1.00,
        0.72,
    ];
    private static readonly double[] HouseholdWeekend =
    [
        0.60,
        0.52,
        0.47,
        0.45,
        0.45,
        0.48,
        0.62,
        0.85,
        1.10,
        1.20,
        1.20,
        1.22,
        1.26,
        1.20,
        1.12,
        1.15,
        1.38,
        1.65,
        1.72,
        1.62,
        1.45,
        1.25,
        1.00,
        0.75,
    ];
    private static readonly double[] Business =
    [
        0.45,
        0.43,
        0.42,
        0.42,
        0.44,
        0.50,
        0.70,
        1.05,
        1.50,
        1.70,
        1.75,
        1.78,
        1.72,
        1.70,
        1.70,
        1.65,
        1.55,
        1.30,
        0.95,
        0.75,
        0.65,
        0.58,
        0.52,
        0.48,
    ];
    private static readonly double[] BusinessWeekend =
    [
        0.45,
        0.43,
        0.42,
        0.42,
        0.42,
        0.45,
        0.50,
        0.60,
        0.70,
        0.78,
        0.82,
        0.84,
        0.84,
        0.82,
        0.80,
        0.76,
        0.70,
        0.64,
        0.58,
        0.54,
        0.52,
        0.50,
        0.48,
        0.46,
    ];
    private static readonly double[] Industry =
    [
        0.90,
        0.89,
        0.88,
        0.88,
        0.90,
        0.94,
        1.02,
        1.08,
        1.12,
        1.13,
        1.13,
        1.12,
        1.10,
        1.11,
        1.11,
        1.09,
        1.05,
        1.00,
        0.98,
        0.96,
        0.95,
        0.93,
        0.92,
        0.91,
    ];
    private static readonly double[] IndustryWeekend =
    [
        0.75,
        0.74,
        0.74,
        0.73,
        0.73,
        0.74,
        0.75,
        0.77,
        0.79,
        0.80,
        0.80,
        0.80,
        0.79,
        0.79,
        0.78,
        0.78,
        0.77,
        0.77,
        0.76,
        0.76,
        0.75,
        0.75,
        0.75,
        0.75,
    ];
    private static readonly double[] Light =
    [
        2.1,
        2.1,
        2.1,
        2.1,
        2.1,
        2.0,
        1.6,
        0.6,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0.1,
        0.7,
        1.6,
        2.0,
        2.1,
        2.1,
        2.1,
        2.1,
        2.1,
    ];
    private static readonly double[] Sun =
    [
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0.25,
        0.8,
        1.6,
        2.5,
        3.2,
        3.6,
        3.6,
        3.2,
        2.5,
        1.6,
        0.8,
        0.25,
        0,
        0,
        0,
        0,
        0,
    ];

    private static readonly double[] HeatingSeason = [1.22, 1.18, 1.08, 0.97, 0.90, 0.84, 0.83, 0.83, 0.88, 0.98, 1.12, 1.20];
    private static readonly double[] MildSeason = [1.06, 1.05, 1.02, 0.99, 0.97, 0.97, 0.98, 0.96, 0.97, 0.99, 1.02, 1.04];
    private static readonly double[] LightSeason = [1.45, 1.30, 1.08, 0.86, 0.68, 0.58, 0.62, 0.76, 0.95, 1.15, 1.36, 1.50];
    private static readonly double[] SunSeason = [0.28, 0.50, 0.92, 1.35, 1.65, 1.75, 1.68, 1.45, 1.08, 0.66, 0.36, 0.22];

    private static readonly double[][] Weekday = [.. Enum.GetValues<LoadKind>().Select(kind => HalfHours(Hours(kind, false)))];
    private static readonly double[][] Weekend = [.. Enum.GetValues<LoadKind>().Select(kind => HalfHours(Hours(kind, true)))];

    /// <summary>The 48 half hours of a clock day.</summary>
    public static double[] GetWeights(LoadKind kind, bool weekend) => (weekend ? Weekend : Weekday)[(int)kind];

    /// <summary>How a month compares with the year's mean.</summary>
    public static double Season(LoadKind kind, int month) =>
        (
            kind switch
            {
                LoadKind.Household => HeatingSeason,
                LoadKind.StreetLight => LightSeason,
                LoadKind.RoofSolar or LoadKind.SolarPark => SunSeason,
                _ => MildSeason,
            }
        )[month - 1];

    private static double[] Hours(LoadKind kind, bool weekend) =>
        kind switch
        {
            LoadKind.Household => weekend ? HouseholdWeekend : Household,
            LoadKind.SmallBusiness or LoadKind.LargeLowVoltage => weekend ? BusinessWeekend : Business,
            LoadKind.HighVoltage or LoadKind.ExtraHighVoltage => weekend ? IndustryWeekend : Industry,
            LoadKind.StreetLight => Light,
            _ => Sun,
        };

    private static double[] HalfHours(double[] hours)
    {
        var shape = new double[48];
        for (var hour = 0; hour < 24; hour++)
        {
            shape[2 * hour] = hours[hour];
            shape[(2 * hour) + 1] = (hours[hour] + hours[(hour + 1) % 24]) / 2;
        }

        return shape;
    }
}
