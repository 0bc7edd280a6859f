using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Settlement.Ledger.Messages;

/// <summary>
/// Reads the usual array of values: plain numbers of at most three decimals and eight characters, or null, with at most one space before each.
/// Commas are found a vector at a time, the last eight bytes of each element become a word, and four words at once become watt-hours.
/// Anything else is left to the full reader.
/// </summary>
internal sealed class KwhText
{
    public const int MaxValues = 50;

    private const ulong Null = 0x6C6C756E00000000;
    private const ulong Byte4 = 0xFFUL << 32,
        Byte5 = 0xFFUL << 40,
        Byte6 = 0xFFUL << 48,
        Byte7 = 0xFFUL << 56;
    private const int Lanes = 4;
    private const long MaxWattHours = 10_000_000_000;
    private const int MaxLength = sizeof(ulong);

    // A vector of text may hold some more elements before they are found to be too many.
    private const int Room = MaxValues + 32;

    private readonly ulong[] _words = new ulong[Room];
    private readonly ulong[] _used = new ulong[Room];
    private readonly ulong[] _wattHours = new ulong[Room];

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>A bit for each value that is not null.</summary>
    public ulong Present { get; private set; }

    /// <summary>Every bit that one of the values has, in Wh: no value is greater.</summary>
    public long AnyBits { get; private set; }

    /// <summary>The values in Wh, 0 for null.</summary>
    public ReadOnlySpan<long> WattHours => MemoryMarshal.Cast<ulong, long>(_wattHours.AsSpan(0, Count));

    /// <summary>Reads from behind the bracket up to behind the closing one.</summary>
    /// <param name="text">The text; at least eight bytes stand before <paramref name="at"/>.</param>
    /// <param name="at">Where the array starts, and then where it has ended.</param>
    /// <returns>False where this is no usual array.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, ref int at)
    {
        if (!TryCut(text, ref at))
        {
            return false;
        }
        ulong nulls = 0;
        var any = Vector256<ulong>.Zero;
        for (var i = 0; i < Count; i += Lanes)
        {
            if (!TryConvert(i, ref any, out var four))
            {
                return false;
            }
            nulls |= (ulong)four << i;
        }

        Present = ((1UL << Count) - 1) & ~nulls;
        AnyBits = (long)(any[0] | any[1] | any[2] | any[3]);
        return true;
    }

    /// <summary>Cuts the array into words: each ends with its element, whose bytes are all ones in the mask beside it.</summary>
    private bool TryCut(ReadOnlySpan<byte> text, ref int at)
    {
        unchecked
        {
            int start = at,
                count = 0;
            for (var chunk = at; chunk < text.Length && count <= MaxValues; chunk += Vector256<byte>.Count)
            {
                for (var ends = Ends(text[chunk..], out var closing); ; ends &= ends - 1)
                {
                    if (ends == 0)
                    {
                        if (!closing)
                        {
                            break;
                        }
                        (at, Count) = (start, count);
                        // What is left of the last four must not fail.
                        _words.AsSpan(count, Lanes).Fill((ulong)'0' << 56);
                        _used.AsSpan(count, Lanes).Fill(Byte7);
                        return count <= MaxValues;
                    }

                    var end = chunk + BitOperations.TrailingZeroCount(ends);
                    if ((uint)(end - start - 1) >= MaxLength)
                    {
                        return false;
                    }
                    _words[count] = BinaryPrimitives.ReadUInt64LittleEndian(text[(end - MaxLength)..]);
                    _used[count++] = ulong.MaxValue << (64 - (8 * (end - start)));
                    start = end + 1;
                }

                // Nothing usual is longer, and a text without commas must not be looked through to its end.
                if (chunk + Vector256<byte>.Count - start > MaxLength)
                {
                    return false;
                }
            }

            return false;
        }
    }

    /// <summary>Makes watt-hours of four words; bits say which of them are null.</summary>
    private bool TryConvert(int from, ref Vector256<ulong> any, out uint nulls)
    {
        var word = Vector256.LoadUnsafe(ref _words[0], (nuint)from);
        var used = Vector256.LoadUnsafe(ref _used[0], (nuint)from);

        var first = used & ~(used << 8);
        used &= ~(Bytes(word, ' ') & first);
        first = used & ~(used << 8);
        var isNull = Is(word & used, Null) & Is(used, Byte4 | Byte5 | Byte6 | Byte7);
        nulls = isNull.ExtractMostSignificantBits();

        // The dot stands before one, two or three digits, or there is none; whatever else it does makes no number.
        var dot = Bytes(word, '.') & used;
        var (none, one, two, three) = (Is(dot, 0), Is(dot, Byte6), Is(dot, Byte5), Is(dot, Byte4));
        var digits = (word ^ Vector256.Create((byte)'0').AsUInt64()) & used & ~dot;
        var wrong =
            Is(used, 0)
            | ~(none | one | two | three)
            | Vector256.GreaterThan(digits.AsByte(), Vector256.Create((byte)9)).AsUInt64()
            | (dot & first)
            | (Bytes(word, '0') & first & ((used & ~dot) >> 8));

        // Digits before the dot move up into its place, then pairs, fours and all eight are added up.
        var behind =
            (one & Vector256.Create(Byte7)) | (two & Vector256.Create(Byte6 | Byte7)) | (three & Vector256.Create(Byte5 | Byte6 | Byte7));
        digits = Vector256.ConditionalSelect(none, digits, (digits & behind) | ((digits & ~behind) << 8));
        var pairs = ((digits.AsUInt16() & Vector256.Create<ushort>(0xFF)) * 10) + (digits.AsUInt16() >> 8);
        var fours = ((pairs.AsUInt32() & Vector256.Create<uint>(0xFFFF)) * 100) + (pairs.AsUInt32() >> 16);
        var number = ((fours.AsUInt64() & Vector256.Create<ulong>(uint.MaxValue)) * 10_000) + (fours.AsUInt64() >> 32);
        var scale =
            (none & Vector256.Create(1_000UL))
            | (one & Vector256.Create(100UL))
            | (two & Vector256.Create(10UL))
            | (three & Vector256.Create(1UL));
        var wattHours = number * scale;
        wrong |= Vector256.GreaterThan(wattHours, Vector256.Create((ulong)MaxWattHours));
        wattHours &= ~isNull;
        any |= wattHours;
        wattHours.StoreUnsafe(ref _wattHours[0], (nuint)from);
        return (wrong & ~isNull) == Vector256<ulong>.Zero;
    }

    /// <summary>All ones in the bytes that are a character.</summary>
    private static Vector256<ulong> Bytes(Vector256<ulong> words, char character) =>
        Vector256.Equals(words.AsByte(), Vector256.Create((byte)character)).AsUInt64();

    /// <summary>All ones in the words that are a certain one.</summary>
    private static Vector256<ulong> Is(Vector256<ulong> words, ulong one) => Vector256.Equals(words, Vector256.Create(one));

    /// <summary>A bit for each of the first bytes that is a comma, or the first closing bracket.</summary>
    private static uint Ends(ReadOnlySpan<byte> text, out bool closing)
    {
        uint commas = 0,
            brackets = 0;
        if (text.Length >= Vector256<byte>.Count)
        {
            var bytes = Vector256.Create(text);
            commas = Vector256.Equals(bytes, Vector256.Create((byte)',')).ExtractMostSignificantBits();
            brackets = Vector256.Equals(bytes, Vector256.Create((byte)']')).ExtractMostSignificantBits();
        }
        else
        {
            for (var i = 0; i < text.Length; i++)
            {
                commas |= text[i] == ',' ? 1U << i : 0;
                brackets |= text[i] == ']' ? 1U << i : 0;
            }
        }

        closing = brackets != 0;
        return unchecked((commas | brackets) & (brackets ^ (brackets - 1)));
    }
}
