using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.Intrinsics;

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
        {
            return false;
        }
        long value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
            value = (value * 10) + (c - '0');
        }

        return TryCreate(value, out mpan);
    }

    /// <summary>Reads 13 digits with a valid check digit from UTF-8 text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Mpan mpan)
    {
        mpan = default;
        if (utf8.Length != Length)
        {
            return false;
        }

        // The first eight digits and the last eight: three are in both, and count once.
        var digits =
            Vector128.Create(BinaryPrimitives.ReadUInt64LittleEndian(utf8), BinaryPrimitives.ReadUInt64LittleEndian(utf8[5..]))
            ^ Vector128.Create((byte)'0').AsUInt64();
        if (Vector128.GreaterThanAny(digits.AsByte(), Vector128.Create((byte)9)))
        {
            return false;
        }
        var (first, last) = Vector128.Widen(digits.AsByte());
        var sum = Vector128.Sum(
            (first * Vector128.Create((ushort)3, 5, 7, 13, 17, 19, 23, 29)) + (last * Vector128.Create((ushort)0, 0, 0, 31, 37, 41, 43, 0))
        );
        var value = (Number(digits[0]) * 100_000) + (Number(digits[1]) % 100_000);
        if (sum % 11 % 10 != value % 10)
        {
            return false;
        }
        mpan = new Mpan(value);
        return true;
    }

    /// <summary>Accepts a number of at most 13 digits whose last is the check digit of the others.</summary>
    public static bool TryCreate(long value, out Mpan mpan)
    {
        mpan = default;
        if (value is < 0 or > 9_999_999_999_999 || CheckDigit(value / 10) != value % 10)
        {
            return false;
        }
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

    /// <summary>The number of eight digits, one a byte: pairs, then fours, then all are added up at once.</summary>
    private static long Number(ulong digits)
    {
        unchecked
        {
            digits = (digits * 10) + (digits >> 8);
            return (long)(
                (((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32
            );
        }
    }
}
