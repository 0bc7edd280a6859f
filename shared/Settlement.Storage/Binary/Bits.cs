using System.Buffers.Binary;
using System.Numerics;

namespace Settlement.Storage.Binary;

/// <summary>Whole numbers side by side in as few bits as the greatest of them needs, lowest bits first; any one of them can be read alone.</summary>
internal static class Bits
{
    /// <summary>What <see cref="Pack"/> may write beyond the packed bytes.</summary>
    public const int Slack = 8;

    /// <summary>The widest number that one unaligned load brings in, whatever bit of a byte it starts at.</summary>
    private const int OneLoad = 57;

    public static int WidthOf(ulong greatest) => 64 - BitOperations.LeadingZeroCount(greatest);

    /// <summary>The bits that any of the numbers has.</summary>
    public static ulong Any(ReadOnlySpan<long> numbers)
    {
        var many = Vector<long>.Zero;
        var i = 0;
        for (; i <= numbers.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            many |= new Vector<long>(numbers[i..]);
        }
        long any = 0;
        for (var lane = 0; lane < Vector<long>.Count; lane++)
        {
            any |= many[lane];
        }
        for (; i < numbers.Length; i++)
        {
            any |= numbers[i];
        }
        return unchecked((ulong)any);
    }

    public static int Size(int count, int width) => ((count * width) + 7) >> 3;

    /// <summary>Packs numbers that fit the width; <paramref name="to"/> must have <see cref="Slack"/> more bytes than <see cref="Size"/>.</summary>
    public static void Pack(ReadOnlySpan<long> numbers, int width, Span<byte> to)
    {
        unchecked
        {
            ulong bits = 0;
            int filled = 0,
                at = 0,
                i = 0;
            // Four at a time where they fit one step beside up to seven bits left over.
            for (; width <= 14 && i + 4 <= numbers.Length; i += 4)
            {
                var low = (ulong)numbers[i] | ((ulong)numbers[i + 1] << width);
                var high = (ulong)numbers[i + 2] | ((ulong)numbers[i + 3] << width);
                Put(to, ref at, ref bits, ref filled, low | (high << (2 * width)), 4 * width);
            }

            for (; i < numbers.Length; i++)
            {
                var number = (ulong)numbers[i];
                if (width > 32)
                {
                    Put(to, ref at, ref bits, ref filled, number & uint.MaxValue, 32);
                    Put(to, ref at, ref bits, ref filled, number >> 32, width - 32);
                }
                else
                {
                    Put(to, ref at, ref bits, ref filled, number, width);
                }
            }

            if (filled > 0)
            {
                to[at] = (byte)bits;
            }
        }
    }

    /// <summary>The number at an index.</summary>
    public static ulong At(ReadOnlySpan<byte> packed, int index, int width)
    {
        var bit = unchecked((long)index * width);
        return width <= OneLoad ? Load(packed, bit, width) : Load(packed, bit, 32) | (Load(packed, bit + 32, width - 32) << 32);
    }

    private static void Put(Span<byte> to, ref int at, ref ulong bits, ref int filled, ulong number, int width)
    {
        bits |= number << filled;
        filled += width;
        BinaryPrimitives.WriteUInt64LittleEndian(to[at..], bits);
        at += filled >> 3;
        bits >>= filled & ~7;
        filled &= 7;
    }

    private static ulong Load(ReadOnlySpan<byte> packed, long bit, int width)
    {
        var from = (int)(bit >> 3);
        ulong word = 0;
        if (packed.Length - from >= sizeof(ulong))
        {
            word = BinaryPrimitives.ReadUInt64LittleEndian(packed[from..]);
        }
        else
        {
            for (var i = packed.Length - 1; i >= from; i--)
            {
                word = (word << 8) | packed[i];
            }
        }

        return (word >> (int)(bit & 7)) & ((1UL << width) - 1);
    }
}
