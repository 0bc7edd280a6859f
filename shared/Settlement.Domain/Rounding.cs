using System.Numerics;

namespace Settlement.Domain;

/// <summary>
/// Rounding at the boundaries where figures are published: half away from zero, from the exact value.
/// Products and quotients are taken in whole numbers of any size, so that no tie is decided by a digit lost on the way.
/// </summary>
internal static class Rounding
{
    /// <summary>Decimals of a published volume in MWh.</summary>
    public const int Volume = 9;

    /// <summary>Decimals of a published amount in GBP.</summary>
    public const int Money = 2;

    /// <summary>Decimals of a published ratio.</summary>
    public const int Ratio = 9;

    /// <summary>Decimals of a published transmission loss adjustment.</summary>
    public const int LossAdjustment = 12;

    /// <summary>Rounds <paramref name="factor"/> × <paramref name="numerator"/> ÷ <paramref name="denominator"/> to <paramref name="decimals"/> places.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    /// <exception cref="OverflowException">The result has more than 28 digits.</exception>
    public static decimal MultiplyDivide(decimal factor, decimal numerator, decimal denominator, int decimals)
    {
        var (a, aScale) = Whole(factor);
        var (b, bScale) = Whole(numerator);
        var (c, cScale) = Whole(denominator);
        var top = a * b * BigInteger.Pow(10, cScale + decimals);
        var bottom = c * BigInteger.Pow(10, aScale + bScale);
        if (bottom.IsZero)
        {
            throw new DivideByZeroException($"{factor} × {numerator} is to be divided by zero.");
        }
        if (bottom.Sign < 0)
        {
            (top, bottom) = (-top, -bottom);
        }
        var doubled = BigInteger.Abs(top) * 2;
        var rounded = (doubled + bottom) / (bottom * 2);
        return (decimal)(top.Sign < 0 ? -rounded : rounded) * Unit(decimals);
    }

    /// <summary>Rounds a value to <paramref name="decimals"/> places, half away from zero.</summary>
    public static decimal Round(decimal value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);

    private static decimal Unit(int decimals) => new(1, 0, 0, false, (byte)decimals);

    private static (BigInteger Value, int Scale) Whole(decimal value)
    {
        var unscaled = new decimal(decimal.GetBits(value)[0], decimal.GetBits(value)[1], decimal.GetBits(value)[2], value < 0, 0);
        return (new BigInteger(unscaled), value.Scale);
    }
}
