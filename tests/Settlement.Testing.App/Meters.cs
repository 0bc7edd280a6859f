using System.Globalization;

namespace Settlement.Testing.App;

/// <summary>Meter numbers of distributor 12.</summary>
internal static class Meters
{
    private static readonly int[] Primes = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];

    public static string Number(int meter) => Complete(string.Create(CultureInfo.InvariantCulture, $"12{meter:D10}"));

    /// <summary>Adds the check digit to twelve digits: Σ digit × prime, mod 11, mod 10.</summary>
    public static string Complete(string twelve) =>
        twelve + (twelve.Select((digit, i) => (digit - '0') * Primes[i]).Sum() % 11 % 10).ToString(CultureInfo.InvariantCulture);
}
