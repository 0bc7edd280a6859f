using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Settlement.Ledger.Messages;

/// <summary>
/// Reads the usual array of values: plain numbers of at most three decimals and eight characters, or null, with at most one space after a comma.
/// Commas are found a vector at a time, and each number is eight bytes that are made digits and added up together. Anything else is left to the full reader.
/// </summary>
internal static class KwhText
{
    public const int MaxValues = 50;

    private const long MaxWattHours = 10_000_000_000;
    private const int MaxLength = sizeof(ulong);
    private const ulong Zeros = 0x3030303030303030, Highs = 0x8080808080808080, ToHighs = 0x7676767676767676;
    private const uint Null = 0x6C6C756E;
    private const byte Dot = '.' ^ '0';

    /// <summary>Wh for one unit of a number with so many decimals.</summary>
    private static ReadOnlySpan<ushort> Scale => [1000, 100, 10, 1];

    /// <summary>Reads from behind the bracket up to behind the closing one.</summary>
    /// <param name="text">The text; at least eight bytes stand before <paramref name="at"/>.</param>
    /// <param name="at">Where the array starts, and then where it has ended.</param>
    /// <param name="wattHours">The values in Wh, 0 for null; room for <see cref="MaxValues"/>.</param>
    /// <param name="present">A bit for each value that is not null.</param>
    /// <returns>How many values there are, or 0 where this is no usual array.</returns>
    public static int Read(ReadOnlySpan<byte> text, ref int at, Span<long> wattHours, out ulong present)
    {
        unchecked
        {
            present = 0;
            int start = at, count = 0;
            for (var chunk = at; chunk < text.Length && chunk - start < Vector256<byte>.Count + MaxLength; chunk += Vector256<byte>.Count)
            {
                for (var ends = Ends(text[chunk..]); ends != 0; ends &= ends - 1)
                {
                    var end = chunk + BitOperations.TrailingZeroCount(ends);
                    if (text[start] == ' ' && count > 0)
                        start++;
                    if ((uint)(end - start - 1) >= MaxLength || count == MaxValues)
                        return 0;
                    var value = Value(BinaryPrimitives.ReadUInt64LittleEndian(text[(end - MaxLength)..]), end - start);
                    if (value is < ReadingBatch.NoValue or > MaxWattHours)
                        return 0;
                    present |= (ulong)(1 + (value >> 63)) << count;
                    wattHours[count++] = value & ~(value >> 63);
                    start = end + 1;
                    if (text[end] == ']')
                    {
                        at = start;
                        return count;
                    }
                }
            }

            return 0;
        }
    }

    /// <summary>The number whose text fills the last bytes of a word, <see cref="ReadingBatch.NoValue"/> for null, and less where it is neither.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Value(ulong word, int length)
    {
        unchecked
        {
            const long neither = ReadingBatch.NoValue - 1;
            var unused = 8 * (MaxLength - length);
            var digits = (word ^ Zeros) >> unused << unused;
            var others = ((digits + ToHighs) | digits) & Highs;
            var decimals = 0;
            if (others != 0)
            {
                var dot = BitOperations.TrailingZeroCount(others) - 7;
                decimals = (56 - dot) / 8;
                if ((others & (others - 1)) != 0 || (byte)(digits >> dot) != Dot || decimals is 0 or > 3)
                    return length == 4 && (uint)(word >> 32) == Null ? ReadingBatch.NoValue : neither;
                // The digits before the dot move up into its place.
                var behind = dot + 8;
                digits = (digits >> behind << behind) | ((digits << 8) & ((1UL << behind) - 1));
                unused += 8;
            }

            // A number has a digit before the dot, and no zero before its digits.
            var whole = MaxLength - (unused / 8) - decimals;
            if (whole <= 0 || (whole > 1 && (byte)(digits >> unused) == 0))
                return neither;
            digits = (digits * 10) + (digits >> 8);
            digits = (((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
            return (long)(uint)digits * Scale[decimals];
        }
    }

    /// <summary>A bit for each of the first bytes that is a comma or a closing bracket.</summary>
    private static uint Ends(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(text);
            return (Vector256.Equals(bytes, Vector256.Create((byte)',')) | Vector256.Equals(bytes, Vector256.Create((byte)']'))).ExtractMostSignificantBits();
        }

        uint ends = 0;
        for (var i = 0; i < text.Length; i++)
            ends |= text[i] is (byte)',' or (byte)']' ? 1U << i : 0;
        return ends;
    }
}
