using System.Globalization;

namespace Settlement.Reference.Sets;

/// <summary>A line loss factor as text: a decimal of at most three places, above 0 and below 10.</summary>
internal static class LossFactorText
{
    public const string Rule = "above 0, below 10, at most 3 decimals";

    private const int MaxLength = 12;
    private const int Limit = 10_000;

    public static bool TryParse(ReadOnlySpan<char> text, out int thousandths)
    {
        thousandths = 0;
        if (
            text.Length > MaxLength
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            || factor >= Limit / 1000
        )
        {
            return false;
        }
        var scaled = factor * 1000;
        thousandths = (int)scaled;
        return thousandths == scaled && thousandths > 0;
    }

    public static string Write(int thousandths) => (thousandths / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
}
