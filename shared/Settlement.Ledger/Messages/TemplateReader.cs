using Settlement.Domain.Market;

namespace Settlement.Ledger.Messages;

/// <summary>
/// Cuts the text of a reading message into what differs from one message to the next (the MPAN, the first period, the values and, where each
/// has its own, the qualities) and the text around them, which the messages of a supplier's group and class have in common. The text around is
/// a template: what it means has been found out once, by the full reader. Two texts with one template differ only in digits and in the
/// elements of arrays that are read to their ends here, so they have the same structure, whatever else stands in it.
/// </summary>
internal sealed class TemplateReader
{
    /// <summary>The text before and after the values is looked for this far; usual messages take a fifth of it.</summary>
    private const int Reach = 512;

    /// <summary>An MPAN's first two digits name the distributor, on which the template's meaning depends, and stay in it.</summary>
    private const int DistributorDigits = 2;

    /// <summary>
    /// Stands in a template for what was cut out. No JSON text has this byte, but a body need not be JSON: the number of holes ends the template,
    /// so that a text which has the byte itself has another one.
    /// </summary>
    private const byte Hole = 0;

    private static readonly byte[] MpanName = "\"mpan\":"u8.ToArray(),
        FromName = "\"from\":"u8.ToArray();

    private readonly byte[] _template = new byte[(3 * Reach) + 8];
    private readonly KwhText _kwh = new();
    private readonly Quality[] _qualities = new Quality[KwhText.MaxValues];
    private int _length;
    private byte _holes;

    /// <summary>The text around, valid until the next message.</summary>
    public ReadOnlySpan<byte> Template => _template.AsSpan(0, _length);

    /// <summary>Where the MPAN's digits start.</summary>
    public int MpanAt { get; private set; }

    /// <summary>Where the digits of the first period start; −1 where the text before the values has none.</summary>
    public int FromAt { get; private set; }

    /// <summary>Where the array of values starts, with its bracket.</summary>
    public int KwhAt { get; private set; }

    /// <summary>Where the array of qualities starts, with its bracket; −1 where there is one quality for all.</summary>
    public int QualityAt { get; private set; }

    /// <summary>Where the object has ended.</summary>
    public int End { get; private set; }

    /// <summary>The meter.</summary>
    public Mpan Mpan { get; private set; }

    /// <summary>The first period, where <see cref="FromAt"/> says that there is one.</summary>
    public int From { get; private set; }

    /// <summary>How many values there are.</summary>
    public int Count => _kwh.Count;

    /// <summary>A bit for each value that is not null.</summary>
    public ulong Present => _kwh.Present;

    /// <summary>Every bit that one of the values has, in Wh: no value is greater.</summary>
    public long AnyBits => _kwh.AnyBits;

    /// <summary>The values in Wh, 0 for null.</summary>
    public ReadOnlySpan<long> WattHours => _kwh.WattHours;

    /// <summary>The qualities, where each value has its own.</summary>
    public ReadOnlySpan<Quality> Qualities => _qualities.AsSpan(0, Count);

    /// <summary>Cuts the object that the text starts with.</summary>
    /// <param name="text">The text from the object's brace on.</param>
    /// <returns>False where it is no usual message; nothing is said of it then.</returns>
    public bool TryCut(ReadOnlySpan<byte> text)
    {
        (FromAt, QualityAt, _length, _holes) = (-1, -1, 0, 0);
        var head = text[..Math.Min(Reach, text.Length)];
        KwhAt = head.IndexOf((byte)'[');
        if (KwhAt < sizeof(ulong))
        {
            return false;
        }
        head = head[..KwhAt];

        var cut = 0;
        var hasMpan = TryFindMpan(text, head, 0);
        var hasFrom = TryFindFrom(head);
        if (hasMpan && (!hasFrom || MpanAt < FromAt))
        {
            CutMpan(text, ref cut);
        }
        if (hasFrom)
        {
            Cut(text, ref cut, FromAt, FromAt + (From > 9 ? 2 : 1));
        }
        if (hasMpan && hasFrom && MpanAt > FromAt)
        {
            CutMpan(text, ref cut);
        }

        var at = KwhAt + 1;
        if (!_kwh.TryRead(text, ref at))
        {
            return false;
        }
        Cut(text, ref cut, KwhAt + 1, at - 1);

        var stop = at + text[at..Math.Min(at + Reach, text.Length)].IndexOfAny((byte)'}', (byte)'[');
        if (stop < at)
        {
            return false;
        }
        if (text[stop] == '[')
        {
            if (!hasMpan && (hasMpan = TryFindMpan(text, text[at..stop], at)))
            {
                CutMpan(text, ref cut);
            }
            QualityAt = stop;
            at = stop + 1;
            if (!TryQualities(text, ref at))
            {
                return false;
            }
            Cut(text, ref cut, stop + 1, at - 1);
            stop = at + text[at..Math.Min(at + Reach, text.Length)].IndexOfAny((byte)'}', (byte)'[');
            if (stop < at || text[stop] == '[')
            {
                return false;
            }
        }

        if (!hasMpan && (hasMpan = TryFindMpan(text, text[at..stop], at)))
        {
            CutMpan(text, ref cut);
        }
        End = stop + 1;
        Cut(text, ref cut, End, End);
        _template[_length++] = _holes;
        return hasMpan;
    }

    private void Cut(ReadOnlySpan<byte> text, ref int from, int start, int end)
    {
        var piece = text[from..start];
        piece.CopyTo(_template.AsSpan(_length));
        _length += piece.Length;
        _template[_length++] = Hole;
        _holes++;
        from = end;
    }

    private void CutMpan(ReadOnlySpan<byte> text, ref int from) => Cut(text, ref from, MpanAt + DistributorDigits, MpanAt + Mpan.Length);

    private bool TryFindMpan(ReadOnlySpan<byte> text, ReadOnlySpan<byte> piece, int pieceAt)
    {
        var at = Behind(piece, MpanName);
        if (at < 0 || at + Mpan.Length + 1 >= piece.Length || piece[at] != '"' || piece[at + 1 + Mpan.Length] != '"')
        {
            return false;
        }
        MpanAt = pieceAt + at + 1;
        var valid = Mpan.TryParse(text.Slice(MpanAt, Mpan.Length), out var mpan);
        Mpan = mpan;
        return valid;
    }

    private bool TryFindFrom(ReadOnlySpan<byte> head)
    {
        var at = Behind(head, FromName);
        if (at < 0 || at + 2 >= head.Length || head[at] is < (byte)'1' or > (byte)'9')
        {
            return false;
        }
        (FromAt, From) = (at, head[at] - '0');
        if (char.IsAsciiDigit((char)head[at + 1]))
        {
            From = (From * 10) + head[at + 1] - '0';
        }
        return true;
    }

    /// <summary>The place behind a name and its colon, and one space at most; −1 where the name is not there.</summary>
    private static int Behind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var at = text.IndexOf(name);
        if (at < 0)
        {
            return -1;
        }
        at += name.Length;
        return at < text.Length && text[at] == ' ' ? at + 1 : at;
    }

    /// <summary>Reads qualities up to behind the closing bracket; there must be as many as values.</summary>
    private bool TryQualities(ReadOnlySpan<byte> text, ref int at)
    {
        for (var i = 0; i < Count; i++)
        {
            if (i > 0 && at < text.Length && text[at] == ' ')
            {
                at++;
            }
            // "A", or "E1", up to the comma or bracket.
            var estimate = at + 4 < text.Length && text[at + 1] == 'E';
            var end = at + (estimate ? 4 : 3);
            if (end >= text.Length || text[at] != '"' || text[end - 1] != '"' || text[end] != (i == Count - 1 ? ']' : ','))
            {
                return false;
            }
            if (estimate && text[at + 2] is >= (byte)'1' and <= (byte)'6')
            {
                _qualities[i] = Quality.E1 + (text[at + 2] - '1');
            }
            else if (!estimate && text[at + 1] is (byte)'A' or (byte)'Z')
            {
                _qualities[i] = text[at + 1] == 'A' ? Quality.A : Quality.Z;
            }
            else
            {
                return false;
            }
            at = end + 1;
        }

        return true;
    }
}
