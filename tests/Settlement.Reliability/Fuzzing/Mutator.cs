using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Settlement.Reliability.Fuzzing;

/// <summary>Spoils good bytes, as its chance decides.</summary>
internal sealed partial class Mutator(Random random)
{
    private static readonly MutationKind[] OfText =
    [
        MutationKind.FlippedBits,
        MutationKind.ChangedByte,
        MutationKind.CutOff,
        MutationKind.RemovedSpan,
        MutationKind.RepeatedSpan,
        MutationKind.InsertedBytes,
        MutationKind.SplicedInput,
        MutationKind.SwappedTokens,
        MutationKind.ReplacedToken,
        MutationKind.ReplacedToken,
        MutationKind.ReplacedToken,
        MutationKind.BlownUpNumber,
        MutationKind.DeepNesting,
        MutationKind.BrokenUtf8,
        MutationKind.ByteOrderMark,
        MutationKind.Escape,
    ];

    /// <summary>Those after which a message is often still JSON, and the contract's checks are what decides.</summary>
    private static readonly MutationKind[] OfValues =
    [
        MutationKind.SwappedTokens,
        MutationKind.ReplacedToken,
        MutationKind.ReplacedToken,
        MutationKind.ReplacedToken,
        MutationKind.BlownUpNumber,
        MutationKind.BlownUpNumber,
        MutationKind.ByteOrderMark,
        MutationKind.DeepNesting,
        MutationKind.Escape,
    ];

    private static readonly MutationKind[] OfBytes =
    [
        MutationKind.FlippedBits,
        MutationKind.FlippedBits,
        MutationKind.ChangedByte,
        MutationKind.CutOff,
        MutationKind.RemovedSpan,
        MutationKind.RepeatedSpan,
        MutationKind.InsertedBytes,
        MutationKind.SplicedInput,
        MutationKind.HugeNumbers,
        MutationKind.ExchangedWhole,
    ];

    private static readonly string[] Words =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "48",
        "50",
        "51",
        "0.0001",
        "0.1230",
        "1e-3",
        "1e400",
        "1E-400",
        "-1e-999999999999",
        "9223372036854775807",
        "9223372036854775808",
        "10000000.001",
        "1000001",
        "1.0",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "\"\"",
        "\"A\"",
        "\"Z\"",
        "\"E6\"",
        "\"E7\"",
        "\"utc\"",
        "\"local\"",
        "\"export\"",
        "\"import\"",
        "\"smart\"",
        "\"unmetered\"",
        "\"W\"",
        "\"_A\"",
        "\"ALFA\"",
        "\"2026-03-29\"",
        "\"2026-10-25\"",
        "\"2026-02-30\"",
        "\"2024-07-31\"",
        "\"2026-12-02\"",
        "\"9999-12-31\"",
        "\"kwh\"",
        "\"quality\"",
        "\"from\"",
        "\"clock\"",
        "\"day\"",
        "\"revision\"",
        "\"domestic\"",
        "\"flow\"",
        "\"mwh\"",
        "\"type\"",
        "\"period\"",
        "\"contract\"",
        "\"systemPrice\"",
        "\"gspGroupTake\"",
        "\"balancing\"",
        "\"bmUnitVolume\"",
        "\"buy\"",
        "\"estimated\"",
        "\"1000000000009\"",
    ];

    private static readonly string[] Marks = [",", ":", "[", "]", "{", "}", "nul", "NaN", "//", "/**/", "'", "\"", "\\", "\0"];

    /// <summary>Spoils the text of a message in one to three ways.</summary>
    /// <param name="good">The message.</param>
    /// <param name="other">Another one.</param>
    /// <param name="done">Told each way that was taken.</param>
    public byte[] Text(byte[] good, byte[] other, Action<MutationKind> done)
    {
        _rough = random.Next(2) == 0;
        return Several(good, other, _rough ? OfText : OfValues, done);
    }

    /// <summary>Spoils stored bytes in one to three ways; what comes out may by chance be what went in.</summary>
    public byte[] Bytes(byte[] good, byte[] other, Action<MutationKind> done) => Several(good, other, OfBytes, done);

    private bool _rough;

    private Regex Tokens => _rough ? Token : Value;

    [GeneratedRegex(
        """
            "(?:[^"\\]|\\.)*"|[-+.0-9eE]+|[a-z]+|[^\s]
            """,
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Token { get; }

    [GeneratedRegex(
        """
            "(?:[^"\\]|\\.)*"|-?[0-9][-+.0-9eE]*|true|false|null
            """,
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Value { get; }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits { get; }

    private byte[] Several(byte[] good, byte[] other, MutationKind[] kinds, Action<MutationKind> done)
    {
        var bytes = good;
        for (
            var left = random.Next(4) switch
            {
                0 => 3,
                1 => 2,
                _ => 1,
            };
            left > 0;
            left--
        )
        {
            var kind = kinds[random.Next(kinds.Length)];
            bytes = One(kind, bytes, other);
            done(kind);
        }

        return bytes;
    }

    private byte[] One(MutationKind kind, byte[] bytes, byte[] other) =>
        kind switch
        {
            MutationKind.FlippedBits => Flip(bytes),
            MutationKind.ChangedByte => Overwrite(bytes, 1, [0, 0x7F, 0x80, 0xFF, (byte)'"', (byte)'\\', (byte)'0', (byte)',', (byte)' ']),
            MutationKind.CutOff => bytes[..random.Next(bytes.Length + 1)],
            MutationKind.RemovedSpan => Span(bytes) is var (from, length) ? [.. bytes[..from], .. bytes[(from + length)..]] : bytes,
            MutationKind.RepeatedSpan => Repeat(bytes),
            MutationKind.InsertedBytes => Insert(bytes, Any(random.Next(1, 9))),
            MutationKind.SplicedInput => Span(other) is var (from, length) ? Insert(bytes, other[from..(from + length)]) : bytes,
            MutationKind.SwappedTokens => Swap(bytes),
            MutationKind.ReplacedToken => Change(bytes, Tokens, _ => _rough && random.Next(4) == 0 ? Pick(Marks) : Pick(Words)),
            MutationKind.BlownUpNumber => BlowUp(bytes),
            MutationKind.DeepNesting => Nest(bytes),
            MutationKind.BrokenUtf8 => Insert(
                bytes,
                Pick<byte[]>([0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xFF])
            ),
            MutationKind.ByteOrderMark => random.Next(3) == 0
                ? Insert(bytes, [0xEF, 0xBB, 0xBF])
                : [0xEF, 0xBB, 0xBF, .. random.Next(4) == 0 ? [0xEF, 0xBB, 0xBF] : Array.Empty<byte>(), .. bytes],
            MutationKind.Escape => Escape(bytes),
            MutationKind.HugeNumbers => Overwrite(bytes, random.Next(1, 10), [0xFF, 0x80, 0x7F]),
            MutationKind.ExchangedWhole => other,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such mutation."),
        };

    private byte[] Flip(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }
        var flipped = bytes.ToArray();
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        }
        return flipped;
    }

    private byte[] Overwrite(byte[] bytes, int length, byte[] with)
    {
        var changed = bytes.ToArray();
        var at = random.Next(bytes.Length + 1);
        changed.AsSpan(at, Math.Min(length, changed.Length - at)).Fill(with[random.Next(with.Length)]);
        return changed;
    }

    private byte[] Repeat(byte[] bytes)
    {
        var (from, length) = Span(bytes);
        var times = random.Next(20) == 0 ? Math.Min(random.Next(2, 500), 100_000 / Math.Max(1, length)) : 1;
        return [.. bytes[..from], .. Enumerable.Repeat(bytes[from..(from + length)], times).SelectMany(piece => piece), .. bytes[from..]];
    }

    private byte[] Swap(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var tokens = Tokens.Matches(text);
        if (tokens.Count < 2)
        {
            return bytes;
        }
        var (i, j) = (random.Next(tokens.Count - 1), random.Next(1, tokens.Count));
        var (first, second) = i < j ? (tokens[i], tokens[j]) : (tokens[j - 1], tokens[i + 1]);
        return Encoding.Latin1.GetBytes(
            $"{text[..first.Index]}{second.Value}{text[(first.Index + first.Length)..second.Index]}{first.Value}{text[(second.Index + second.Length)..]}"
        );
    }

    private byte[] BlowUp(byte[] bytes)
    {
        var length = random.Next(10) == 0 ? random.Next(20_000) : random.Next(1, 25);
        return Change(
            bytes,
            Digits,
            digits =>
                random.Next(6) switch
                {
                    0 => new string((char)('0' + random.Next(10)), length),
                    1 => digits + new string('0', length),
                    2 => $"{digits}.{new string('0', length)}{random.Next(10)}",
                    3 => string.Create(CultureInfo.InvariantCulture, $"{digits}e{random.Next(-30, 30)}"),
                    4 => $"{digits}e-{new string('9', length)}",
                    _ => $"-{digits}",
                }
        );
    }

    private byte[] Nest(byte[] bytes)
    {
        // Deeper ones cost the oracle more than they teach: JsonDocument takes the square of the depth.
        var depth = random.Next(50) == 0 ? random.Next(10_000) : random.Next(1, 100);
        return Change(
            bytes,
            Tokens,
            token =>
                (_rough ? random.Next(4) : random.Next(1, 4)) switch
                {
                    0 => new string('[', depth) + token,
                    1 => $"{string.Concat(Enumerable.Repeat("{\"a\":", depth))}{token}{new string('}', depth)}",
                    _ => $"{new string('[', depth)}{token}{new string(']', depth)}",
                }
        );
    }

    private byte[] Escape(byte[] bytes)
    {
        var letters = Enumerable.Range(0, bytes.Length).Where(i => char.IsAsciiLetterOrDigit((char)bytes[i])).ToArray();
        if (letters.Length == 0)
        {
            return bytes;
        }
        var at = letters[random.Next(letters.Length)];
        var escape = random.Next(_rough ? 6 : 12) switch
        {
            0 => "\\ud800",
            1 => "\\udc00\\ud800",
            2 => "\\ud83d\\ude00",
            3 => "\\u00",
            4 => "\\" + (char)bytes[at],
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)bytes[at]:X4}"),
        };
        return [.. bytes[..at], .. Encoding.Latin1.GetBytes(escape), .. bytes[(at + 1)..]];
    }

    /// <summary>Bytes are taken for Latin-1 meanwhile, which keeps each of them.</summary>
    private byte[] Change(byte[] bytes, Regex what, Func<string, string> change)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var found = what.Matches(text);
        if (found.Count == 0)
        {
            return bytes;
        }
        var one = found[random.Next(found.Count)];
        return Encoding.Latin1.GetBytes($"{text[..one.Index]}{change(one.Value)}{text[(one.Index + one.Length)..]}");
    }

    private byte[] Insert(byte[] bytes, byte[] piece)
    {
        var at = random.Next(bytes.Length + 1);
        return [.. bytes[..at], .. piece, .. bytes[at..]];
    }

    private (int From, int Length) Span(byte[] bytes)
    {
        var from = random.Next(bytes.Length + 1);
        return (from, random.Next(Math.Min(bytes.Length - from, random.Next(3) == 0 ? bytes.Length : 16) + 1));
    }

    private byte[] Any(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(params T[] among) => among[random.Next(among.Length)];
}
