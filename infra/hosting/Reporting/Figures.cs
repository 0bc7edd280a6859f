using System.Globalization;

namespace Settlement.Hosting.Reporting;

/// <summary>Figures as people read them.</summary>
public static class Figures
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Volume(decimal value) => value.ToString("N3", CultureInfo.InvariantCulture);

    public static string Money(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);
}
