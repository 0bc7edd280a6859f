using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Settlement.Simulation;

/// <summary>A growing UTF-8 buffer for one message; the codes written here need no escaping.</summary>
public sealed class Utf8Line
{
    private const int RenderedKwh = 10_000;
    private static readonly ulong[] Kwh = RenderKwh();

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public Utf8Line Clear()
    {
        Length = 0;
        return this;
    }

    public Utf8Line Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
        return this;
    }

    public Utf8Line Add(string text)
    {
        Length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
        return this;
    }

    public Utf8Line Add(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var written);
        Length += written;
        return this;
    }

    /// <summary>Watt-hours as kWh, without trailing zeros.</summary>
    public Utf8Line AddKwh(long wh)
    {
        if ((ulong)wh >= RenderedKwh)
        {
            return AddScaled(wh, 3);
        }
        // Eight bytes at once, of which as many count as the highest says.
        var text = Kwh[wh];
        BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), text);
        Length += (int)(text >> 56);
        return this;
    }

    /// <summary>A whole number of 10^-<paramref name="decimals"/>, without trailing zeros.</summary>
    public Utf8Line AddScaled(long value, int decimals)
    {
        var scale = 1L;
        for (var i = 0; i < decimals; i++)
        {
            scale *= 10;
        }
        if (value < 0)
        {
            Add("-"u8);
        }
        var magnitude = Math.Abs(value);
        Add(magnitude / scale);
        var rest = magnitude % scale;
        if (rest == 0)
        {
            return this;
        }
        Add("."u8);
        while (rest != 0)
        {
            scale /= 10;
            Room(1)[0] = (byte)('0' + (rest / scale));
            Length++;
            rest %= scale;
        }

        return this;
    }

    private static ulong[] RenderKwh()
    {
        var rendered = new ulong[RenderedKwh];
        var line = new Utf8Line();
        Span<byte> text = stackalloc byte[sizeof(ulong)];
        for (var wh = 0; wh < rendered.Length; wh++)
        {
            text.Clear();
            line.Clear().AddScaled(wh, 3).Bytes.CopyTo(text);
            rendered[wh] = BinaryPrimitives.ReadUInt64LittleEndian(text) | ((ulong)line.Length << 56);
        }

        return rendered;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + size));
        }
        return _bytes.AsSpan(Length);
    }
}
