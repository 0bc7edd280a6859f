using System.Globalization;
using CsCheck;
using Settlement.Domain.Tests.Oracle;

namespace Settlement.Domain.Tests;

public class RoundingTests
{
    private static readonly decimal[] Special = [1m, -1m, 0.5m, 2m, -0.000000001m, 0.0000000000000000000000000001m];

    private static readonly Gen<decimal> Digits =
        from low in Gen.Int
        from middle in Gen.OneOf(Gen.Const(0), Gen.Int)
        from high in Gen.OneOf(Gen.Const(0), Gen.Int[0, 99])
        from negative in Gen.Bool
        from scale in Gen.Byte[0, 28]
        select new decimal(low, middle, high, negative, scale);

    private static readonly Gen<decimal> Short =
        from value in Gen.Int[-99_999, 99_999]
        from scale in Gen.Byte[0, 12]
        select new decimal(Math.Abs(value), 0, 0, value < 0, scale);

    private static readonly Gen<decimal> Any = Gen.OneOf(Digits, Short, Gen.Int[0, Special.Length - 1].Select(i => Special[i]));

    [Theory]
    [InlineData("1", "1", "2", 0, "1")]
    [InlineData("-1", "1", "2", 0, "-1")]
    [InlineData("1", "-1", "2", 0, "-1")]
    [InlineData("1", "1", "-2", 0, "-1")]
    [InlineData("-1", "1", "-2", 0, "1")]
    [InlineData("5", "1", "2", 0, "3")]
    [InlineData("1", "1", "8", 2, "0.13")]
    [InlineData("-1", "1", "8", 2, "-0.13")]
    [InlineData("0.005", "1", "1", 2, "0.01")]
    [InlineData("0.00499999999999999999999999", "1", "1", 2, "0")]
    [InlineData("-0.0000000005", "1", "1", 9, "-0.000000001")]
    [InlineData("0.0000000004999999999999999999", "1", "1", 9, "0")]
    [InlineData("1", "1", "3", 9, "0.333333333")]
    [InlineData("2", "1", "3", 9, "0.666666667")]
    [InlineData("0", "5", "7", 9, "0")]
    [InlineData("7922816251426433759354395033", "10", "10", 0, "7922816251426433759354395033")]
    [InlineData(
        "9999999999999999999999999999",
        "9999999999999999999999999999",
        "9999999999999999999999999999",
        0,
        "9999999999999999999999999999"
    )]
    [InlineData(
        "0.0000000000000000000000000001",
        "0.0000000000000000000000000001",
        "0.0000000000000000000000000002",
        28,
        "0.0000000000000000000000000001"
    )]
    public void A_quotient_of_a_product_rounds_half_away_from_zero(
        string factor,
        string numerator,
        string denominator,
        int decimals,
        string expected
    ) => Assert.Equal(Number(expected), Rounding.MultiplyDivide(Number(factor), Number(numerator), Number(denominator), decimals));

    [Fact]
    public void Every_quotient_that_fits_is_the_rational_number_rounded_once() =>
        Gen.Select(Any, Any, Any, Gen.Int[0, 12])
            .Sample(
                (factor, numerator, denominator, decimals) =>
                {
                    if (denominator == 0)
                    {
                        return;
                    }
                    var exact = (Fraction.FromDecimal(factor) * Fraction.FromDecimal(numerator) / Fraction.FromDecimal(denominator)).Round(
                        decimals
                    );
                    if (exact.Abs() * Fraction.Parse("1" + new string('0', decimals)) > Fraction.FromDecimal(decimal.MaxValue))
                    {
                        Assert.Throws<OverflowException>(() => Rounding.MultiplyDivide(factor, numerator, denominator, decimals));
                    }
                    else
                    {
                        Assert.Equal(exact, Fraction.FromDecimal(Rounding.MultiplyDivide(factor, numerator, denominator, decimals)));
                    }
                },
                iter: 20_000
            );

    [Fact]
    public void Ties_are_never_decided_by_a_lost_digit() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[1, 999_999], Gen.Int[0, 9])
            .Sample(
                (half, divisor, decimals) =>
                {
                    // (2n+1)/2 units of the last place, dressed up as a quotient that has no finite expansion on the way.
                    var tie = ((2m * half) + 1) * divisor;
                    var unit = new decimal(1, 0, 0, false, (byte)decimals);
                    var expected = (half >= 0 ? half + 1 : half) * unit;
                    Assert.Equal(expected, Rounding.MultiplyDivide(tie, unit, 2m * divisor, decimals));
                },
                iter: 5_000
            );

    [Fact]
    public void A_value_rounds_as_the_rational_number_does() =>
        Gen.Select(Any, Gen.Int[0, 12])
            .Sample(
                (value, decimals) =>
                    Assert.Equal(Fraction.FromDecimal(value).Round(decimals), Fraction.FromDecimal(Rounding.Round(value, decimals))),
                iter: 10_000
            );

    [Fact]
    public void Nothing_is_divided_by_zero() => Assert.Throws<DivideByZeroException>(() => Rounding.MultiplyDivide(1, 1, 0.00m, 9));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
