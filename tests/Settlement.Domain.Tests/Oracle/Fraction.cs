using System.Globalization;
using System.Numerics;

namespace Settlement.Domain.Tests.Oracle;

/// <summary>An exact rational number, read from text and written as text; it knows nothing of the code under test.</summary>
public readonly struct Fraction : IEquatable<Fraction>, IComparable<Fraction>
{
    private readonly BigInteger _top;
    private readonly BigInteger _bottom;

    public Fraction(BigInteger top, BigInteger bottom)
    {
        var common = BigInteger.GreatestCommonDivisor(top, bottom) * bottom.Sign;
        _top = top / common;
        _bottom = bottom / common;
    }

    // The bottom of default(Fraction) is 0, which stands for 1.
    private BigInteger Bottom => _bottom.IsZero ? BigInteger.One : _bottom;

    public bool IsZero => _top.IsZero;

    public int Sign => _top.Sign;

    public static Fraction operator +(Fraction a, Fraction b) => new((a._top * b.Bottom) + (b._top * a.Bottom), a.Bottom * b.Bottom);

    public static Fraction operator -(Fraction a, Fraction b) => a + -b;

    public static Fraction operator -(Fraction a) => new(-a._top, a.Bottom);

    public static Fraction operator *(Fraction a, Fraction b) => new(a._top * b._top, a.Bottom * b.Bottom);

    public static Fraction operator /(Fraction a, Fraction b) => new(a._top * b.Bottom, a.Bottom * b._top);

    public static implicit operator Fraction(int value) => new(value, 1);

    /// <summary>Reads a number written with or without a point.</summary>
    public static Fraction Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(
            text.Replace(".", string.Empty, StringComparison.Ordinal),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture
        );
        return new(digits, BigInteger.Pow(10, point < 0 ? 0 : text.Length - point - 1));
    }

    public static Fraction FromDecimal(decimal value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    public static Fraction Sum(IEnumerable<Fraction> values) => values.Aggregate(default(Fraction), (sum, value) => sum + value);

    public Fraction Abs() => new(BigInteger.Abs(_top), Bottom);

    /// <summary>Half away from zero.</summary>
    public Fraction Round(int decimals)
    {
        var unit = BigInteger.Pow(10, decimals);
        var whole = BigInteger.DivRem(BigInteger.Abs(_top) * unit, Bottom, out var left);
        if (left + left >= Bottom)
        {
            whole++;
        }
        return new(whole * _top.Sign, unit);
    }

    public int CompareTo(Fraction other) => (_top * other.Bottom).CompareTo(other._top * Bottom);

    public bool Equals(Fraction other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_top, Bottom);

    public static bool operator ==(Fraction a, Fraction b) => a.Equals(b);

    public static bool operator !=(Fraction a, Fraction b) => !a.Equals(b);

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;

    /// <summary>The shortest decimal text; only a number that has one can be printed.</summary>
    public override string ToString()
    {
        for (var decimals = 0; decimals <= 40; decimals++)
        {
            var scaled = BigInteger.DivRem(BigInteger.Abs(_top) * BigInteger.Pow(10, decimals), Bottom, out var left);
            if (!left.IsZero)
            {
                continue;
            }
            var text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
            return (_top.Sign < 0 ? "-" : string.Empty) + (decimals == 0 ? text : text[..^decimals] + "." + text[^decimals..]);
        }

        return $"{_top}/{Bottom}";
    }
}
