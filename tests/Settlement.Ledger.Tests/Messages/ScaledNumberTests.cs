using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Tests.Messages;

public sealed class ScaledNumberTests
{
    private static readonly Gen<string> Digits = Gen.OneOf(
        Gen.String[Gen.Char['0', '9'], 0, 6],
        Gen.String[Gen.Char['0', '9'], 0, 40],
        Gen.Int[0, 30].Select(n => new string('0', n)),
        Gen.Select(
            Gen.String[Gen.Char['0', '9'], 0, 4],
            Gen.Int[0, 30],
            Gen.String[Gen.Char['0', '9'], 0, 2],
            (head, zeros, tail) => head + new string('0', zeros) + tail
        ),
        Gen.Const("10000000"),
        Gen.Const("9999999")
    );

    private static readonly Gen<string> Exponent = Gen.Frequency(
        (3, Gen.Const(string.Empty)),
        (2, Gen.Select(Gen.OneOf("e", "E"), Gen.OneOf("", "+", "-"), Gen.Int[0, 45], (e, sign, n) => e + sign + n)),
        (1, Gen.Select(Gen.OneOf("e", "E-"), Gen.Int[0, 12], (e, n) => $"{e}000{n}"))
    );

    private static readonly Gen<string> Numbers = Gen.Select(
        Gen.OneOf("", "-"),
        Digits,
        Digits,
        Exponent,
        (sign, whole, fraction, exponent) =>
            sign
            + (whole.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0")
            + (fraction.Length > 0 ? "." + fraction : "")
            + exponent
    );

    [Fact]
    public void Any_JSON_number_is_read_as_whole_number_arithmetic_reads_it() =>
        Gen.Select(Numbers, Gen.OneOf((3, 10_000_000L), (6, 1_000_000L), (5, 100_000L)))
            .Sample(
                (text, kind) =>
                {
                    using var valid = JsonDocument.Parse(text);
                    Assert.Equal(
                        Oracle(text, kind.Item1, kind.Item2),
                        ScaledNumber.Read(Encoding.UTF8.GetBytes(text), kind.Item1, kind.Item2)
                    );
                },
                iter: 200_000
            );

    [Theory]
    [InlineData("0.1230", 123)]
    [InlineData("1e-3", 1)]
    [InlineData("-0", 0)]
    [InlineData("-0.000e5", 0)]
    [InlineData("0e999999999999999999999", 0)]
    [InlineData("10000000", 10_000_000_000)]
    [InlineData("1E+7", 10_000_000_000)]
    [InlineData("10000000.000000000000000000000", 10_000_000_000)]
    [InlineData("0.0000000000000000000000001e25", 1_000)]
    [InlineData("1234567000000000000000000e-21", 1_234_567)]
    public void A_number_within_its_limits_is_whole_watt_hours(string text, long wattHours) =>
        Assert.Equal(new ScaledNumber(wattHours, false, false, false), ScaledNumber.Read(Encoding.UTF8.GetBytes(text), 3, 10_000_000));

    [Theory]
    [InlineData("1e-4", true, false, false)]
    [InlineData("1e-400", true, false, false)]
    [InlineData("1e-99999999999999999999", true, false, false)]
    [InlineData("-1e-99999999999999999999", true, false, true)]
    [InlineData("1e400", false, true, false)]
    [InlineData("1e99999999999999999999", false, true, false)]
    [InlineData("10000000.001", false, true, false)]
    [InlineData("10000000.00000000000000000000000001", true, true, false)]
    [InlineData("0.1234567890123456789012345", true, false, false)]
    [InlineData("-12345678901234567890.12345", true, true, true)]
    public void A_number_beyond_them_says_what_is_wrong(string text, bool decimals, bool large, bool negative) =>
        Assert.Equal(new ScaledNumber(0, decimals, large, negative), ScaledNumber.Read(Encoding.UTF8.GetBytes(text), 3, 10_000_000));

    [Fact]
    public void A_megabyte_of_zeros_and_an_exponent_that_undoes_them_are_read_exactly()
    {
        var small = $"0.{new string('0', 1_000_000)}5e1000001";
        var large = $"5{new string('0', 1_000_000)}E-1000000";

        Assert.Equal(5_000, ScaledNumber.Read(Encoding.UTF8.GetBytes(small), 3, 10_000_000).Scaled);
        Assert.Equal(5_000, ScaledNumber.Read(Encoding.UTF8.GetBytes(large), 3, 10_000_000).Scaled);
    }

    private static ScaledNumber Oracle(string text, int scale, long limit)
    {
        var parts = text.Split('e', 'E');
        var exponent = parts.Length == 1 ? 0 : int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = parts[0].Split('.');
        var fraction = mantissa.Length == 1 ? string.Empty : mantissa[1];
        // The value is numerator / denominator.
        var numerator = BigInteger.Parse(mantissa[0].TrimStart('-') + fraction, CultureInfo.InvariantCulture);
        var (up, down) = (BigInteger.Pow(10, Math.Max(0, exponent)), BigInteger.Pow(10, fraction.Length + Math.Max(0, -exponent)));
        var value = numerator * up;
        var tooMany = value * BigInteger.Pow(10, scale) % down != 0;
        var tooLarge = value > limit * down;
        var negative = text[0] == '-' && !numerator.IsZero;
        var scaled = tooMany || tooLarge ? 0 : (long)(value * BigInteger.Pow(10, scale) / down);
        return new ScaledNumber(negative ? -scaled : scaled, tooMany, tooLarge, negative);
    }
}
