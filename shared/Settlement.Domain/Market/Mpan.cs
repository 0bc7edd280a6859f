using System.Globalization;

namespace Settlement.Domain.Market;

/// <summary>
/// A Meter Point Administration Number core: 13 digits, the first two naming the distributor, the last a check digit
/// (Σ digit·prime mod 11 mod 10 with the primes 3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43; Elexon SVA Data Catalogue, "MPAN Core").
/// </summary>
public readonly record struct Mpan : IComparable<Mpan>
{
    /// <summary>The digits of an MPAN core.</summary>
    public const int Length = 13;

    private static readonly int[] Primes = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];

    private Mpan(long value) => Value = value;

    /// <summary>The MPAN as a number; leading zeros are implied.</summary>
    public long Value { get; }

    /// <summary>The two digits that name the distributor, 0 to 99.</summary>
    public int Distributor => (int)(Value / 100_000_000_000);

    /// <summary>Reads 13 digits with a valid check digit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Mpan mpan)
    {
        mpan = default;
        if (text.Length != Length)
            return false;
        long value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = (value * 10) + (c - '0');
        }

        return TryCreate(value, out mpan);
    }

    /// <summary>Reads 13 digits with a valid check digit from UTF-8 text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Mpan mpan)
    {
        mpan = default;
        if (utf8.Length != Length)
            return false;
        long value = 0;
        var sum = 0;
        for (var i = 0; i < utf8.Length; i++)
        {
            var digit = utf8[i] - '0';
            if (digit is < 0 or > 9)
                return false;
            value = (value * 10) + digit;
            sum += i < Primes.Length ? digit * Primes[i] : 0;
        }

        if (sum % 11 % 10 != value % 10)
            return false;
        mpan = new Mpan(value);
        return true;
    }

    /// <summary>Accepts a number of at most 13 digits whose last is the check digit of the others.</summary>
    public static bool TryCreate(long value, out Mpan mpan)
    {
        mpan = default;
        if (value is < 0 or > 9_999_999_999_999 || CheckDigit(value / 10) != value % 10)
            return false;
        mpan = new Mpan(value);
        return true;
    }

    /// <summary>Completes the first twelve digits with their check digit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than twelve digits, or negative.</exception>
    public static Mpan FromFirstTwelve(long digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 999_999_999_999);
        return new Mpan((digits * 10) + CheckDigit(digits));
    }

    /// <summary>Takes back a value that was an <see cref="Mpan"/> before it was stored.</summary>
    internal static Mpan FromStored(long value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(Mpan other) => Value.CompareTo(other.Value);

    /// <summary>Whether one number is lower than another.</summary>
    public static bool operator <(Mpan left, Mpan right) => left.Value < right.Value;

    /// <summary>Whether one number is higher than another.</summary>
    public static bool operator >(Mpan left, Mpan right) => left.Value > right.Value;

    /// <summary>Whether one number is not higher than another.</summary>
    public static bool operator <=(Mpan left, Mpan right) => left.Value <= right.Value;

    /// <summary>Whether one number is not lower than another.</summary>
    public static bool operator >=(Mpan left, Mpan right) => left.Value >= right.Value;

    /// <summary>The 13 digits.</summary>
    public override string ToString() => Value.ToString("D13", CultureInfo.InvariantCulture);

    private static int CheckDigit(long firstTwelve)
    {
        var sum = 0;
        for (var i = Primes.Length - 1; i >= 0; i--)
        {
            sum += (int)(firstTwelve % 10) * Primes[i];
            firstTwelve /= 10;
        }

        return sum % 11 % 10;
    }
}
