using System.Buffers.Binary;
using System.Text;

namespace Settlement.Storage.Binary;

/// <summary>Writes the compact forms of a block: variable-length integers, zigzag for signed ones, length-prefixed text, packed columns.</summary>
internal sealed class BlockBuffer
{
    private const int LongestInteger = 10;

    private byte[] _bytes = [];
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public int Length => _length;

    /// <summary>Starts anew in the same memory.</summary>
    public void Clear() => _length = 0;

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    public void WriteVarUInt64(ulong value)
    {
        var span = Free(LongestInteger);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _length += length;
    }

    public void WriteVarUInt64(long value) => WriteVarUInt64((ulong)value);

    public void WriteZigZag(long value) => WriteVarUInt64(unchecked((ulong)((value << 1) ^ (value >> 63))));

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    /// <summary>Writes numbers of which any one can be read alone: the least, the width of the others above it, and those in so many bits.</summary>
    /// <param name="numbers">The numbers; they are changed.</param>
    public void Column(Span<long> numbers)
    {
        var (least, greatest) = numbers.IsEmpty ? (0, 0) : (numbers[0], numbers[0]);
        foreach (var number in numbers)
        {
            (least, greatest) = (Math.Min(least, number), Math.Max(greatest, number));
        }
        var width = Bits.WidthOf(unchecked((ulong)(greatest - least)));
        WriteZigZag(least);
        WriteByte((byte)width);
        if (width == 0)
        {
            return;
        }
        foreach (ref var number in numbers)
        {
            number = unchecked(number - least);
        }
        Bits.Pack(numbers, width, Free(Bits.Size(numbers.Length, width) + Bits.Slack));
        _length += Bits.Size(numbers.Length, width);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteVarUInt64(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        WriteByte((byte)(value.Scale | (value < 0 ? 0x80 : 0)));
        for (var i = 0; i < 3; i++)
        {
            WriteVarUInt64((ulong)unchecked((uint)bits[i]));
        }
    }

    private Span<byte> Take(int length)
    {
        var span = Free(length)[..length];
        _length += length;
        return span;
    }

    private Span<byte> Free(int length)
    {
        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + length, Math.Max(256, 2 * _bytes.Length)));
        }
        return _bytes.AsSpan(_length);
    }
}
