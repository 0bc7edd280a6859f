using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Settlement.Ledger.Blocks;

/// <summary>Writes the compact forms of a block: variable-length integers, zigzag for signed ones, length-prefixed text.</summary>
internal sealed class BlockBuffer
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    public void Unsigned(ulong value)
    {
        var span = _bytes.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _bytes.Advance(length);
    }

    public void Unsigned(long value) => Unsigned((ulong)value);

    public void Signed(long value) => Unsigned(unchecked((ulong)((value << 1) ^ (value >> 63))));

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Unsigned(length);
        Encoding.UTF8.GetBytes(value, _bytes.GetSpan(Math.Max(1, length)));
        _bytes.Advance(length);
    }

    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Byte((byte)(value.Scale | (value < 0 ? 0x80 : 0)));
        for (var i = 0; i < 3; i++)
            Unsigned((ulong)unchecked((uint)bits[i]));
    }
}
