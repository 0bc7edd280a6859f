using System.Buffers.Binary;
using System.Text;

namespace Settlement.Storage.Binary;

/// <summary>Reads what <see cref="BlockBuffer"/> wrote. Text that ends too early, or a number that cannot be, is a damaged block.</summary>
internal ref struct BlockCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly bool AtEnd => _position == _bytes.Length;

    /// <summary>How many bytes were read.</summary>
    public readonly int Position => _position;

    public byte ReadByte() => _position < _bytes.Length ? _bytes[_position++] : throw Damaged();

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if (length < 0 || length > _bytes.Length - _position)
        {
            throw Damaged();
        }
        var slice = _bytes.Slice(_position, length);
        _position += length;
        return slice;
    }

    public ReadOnlySpan<byte> Rest() => ReadBytes(_bytes.Length - _position);

    public ulong ReadVarUInt64()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    public long ReadVarInt64() => ReadVarUInt64() is var value and <= long.MaxValue ? (long)value : throw Damaged();

    /// <summary>A count of things that each take at least one byte, so that a damaged length cannot ask for unbounded memory.</summary>
    public int Count(int bytesEach = 1)
    {
        var value = ReadVarUInt64();
        return value <= (ulong)((_bytes.Length - _position) / bytesEach) ? (int)value : throw Damaged();
    }

    public int ReadVarInt32() => ReadVarUInt64() is var value and <= int.MaxValue ? (int)value : throw Damaged();

    public long ReadZigZag()
    {
        var value = ReadVarUInt64();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(8));

    /// <summary>A column of so many numbers, each between two bounds.</summary>
    public Column Column(int count, long from, long to)
    {
        var least = ReadZigZag();
        int width = ReadByte();
        var length = width <= 64 ? ((long)count * width + 7) / 8 : throw Damaged();
        var column = new Column(least, width, _position, length <= _bytes.Length - _position ? (int)length : throw Damaged());
        _position += (int)length;
        // Most columns cannot hold a wrong number at all.
        if (least >= from && least <= to && width < 64 && (1UL << width) - 1 <= unchecked((ulong)(to - least)))
        {
            return column;
        }
        for (var i = 0; i < count; i++)
        {
            if (column.At(_bytes, i) is var number && (number < from || number > to))
            {
                throw new InvalidDataException($"Entry {i} of a column is {number}, which is not between {from} and {to}.");
            }
        }

        return column;
    }

    public string Text() => Encoding.UTF8.GetString(ReadBytes(Count()));

    public decimal Decimal()
    {
        var head = ReadByte();
        if ((head & 0x7F) > 28)
        {
            throw Damaged();
        }
        int low = Part(),
            mid = Part(),
            high = Part();
        return new decimal(low, mid, high, (head & 0x80) != 0, (byte)(head & 0x7F));
    }

    private int Part() => ReadVarUInt64() is var value and <= uint.MaxValue ? unchecked((int)(uint)value) : throw Damaged();

    private readonly InvalidDataException Damaged() => new($"The text ends or breaks off at byte {_position} of {_bytes.Length}.");
}
