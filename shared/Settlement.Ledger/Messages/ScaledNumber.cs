namespace Settlement.Ledger.Messages;

/// <summary>
/// A JSON number as a whole count of its smallest unit, found from its digits alone: no binary floating point,
/// and a verdict on any number that JSON can write, however long or extreme.
/// </summary>
/// <param name="Scaled">The value times 10 to the power of the scale; meaningful only when neither flag is set.</param>
/// <param name="TooManyDecimals">Whether it has more decimals than the scale, trailing zeros dropped.</param>
/// <param name="TooLarge">Whether its absolute value is over the limit.</param>
/// <param name="Negative">Whether it is below 0; -0 is not.</param>
internal readonly record struct ScaledNumber(long Scaled, bool TooManyDecimals, bool TooLarge, bool Negative)
{
    private const int MaxDigits = 18;
    private const int ExponentCap = 1_000_000_000;

    private static readonly long[] Powers = MakePowers();

    /// <summary>Reads a valid JSON number.</summary>
    /// <param name="text">The number as written.</param>
    /// <param name="scale">How many decimals it may have.</param>
    /// <param name="limit">The greatest absolute value it may have, a whole number of at most 10 digits.</param>
    public static ScaledNumber Read(ReadOnlySpan<byte> text, int scale, long limit)
    {
        // The value is digits × 10^exponent, digits without leading or trailing zeros, of which the first 18 are kept.
        long kept = 0;
        int digits = 0,
            keptDigits = 0,
            zeros = 0,
            exponent = 0,
            i = 0;
        var negative = text[0] == '-';
        var fraction = false;
        for (i = negative ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.')
            {
                fraction = true;
                continue;
            }

            if (c is (byte)'e' or (byte)'E')
            {
                break;
            }
            if (fraction)
            {
                exponent--;
            }
            if (c == '0')
            {
                zeros++;
                continue;
            }

            if (digits > 0)
            {
                Append(ref kept, ref keptDigits, 0, zeros);
                digits += zeros;
            }

            zeros = 0;
            Append(ref kept, ref keptDigits, c - '0', 1);
            digits++;
        }

        if (digits == 0)
        {
            return default;
        }
        exponent += zeros + Exponent(text[i..]);
        var tooMany = -exponent > scale;
        var tooLarge = IsOver(limit, kept, keptDigits, digits, exponent);
        if (tooMany || tooLarge)
        {
            return new(0, tooMany, tooLarge, negative);
        }
        var scaled = kept * Powers[exponent + scale];
        return new(negative ? -scaled : scaled, false, false, negative);
    }

    private static long[] MakePowers()
    {
        var powers = new long[MaxDigits + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    private static void Append(ref long kept, ref int keptDigits, int digit, int times)
    {
        for (; times > 0 && keptDigits < MaxDigits; times--, keptDigits++)
        {
            kept = (kept * 10) + digit;
        }
    }

    private static int Exponent(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }
        var value = 0;
        foreach (var c in text[(text[1] is (byte)'-' or (byte)'+' ? 2 : 1)..])
        {
            value = Math.Min(ExponentCap / 10, value) * 10 is var ten && ten >= ExponentCap ? ExponentCap : ten + (c - '0');
        }
        return text[1] == '-' ? -value : value;
    }

    private static bool IsOver(long limit, long kept, int keptDigits, int digits, int exponent)
    {
        var wholeDigits = (long)digits + exponent;
        var limitDigits = 0;
        while (limitDigits < MaxDigits && Powers[limitDigits] <= limit)
        {
            limitDigits++;
        }
        if (wholeDigits != limitDigits)
        {
            return wholeDigits > limitDigits;
        }
        var whole = keptDigits > limitDigits ? kept / Powers[keptDigits - limitDigits] : kept * Powers[limitDigits - keptDigits];
        return whole > limit || (whole == limit && exponent < 0);
    }
}
