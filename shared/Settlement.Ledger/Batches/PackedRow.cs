using Settlement.Domain.Market;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Batches;

/// <summary>
/// The values of one row as they are kept, in a batch and in a block alike: which have none, the qualities where they differ, and the
/// watt-hours in as many bits as the greatest needs. What there is and how wide it is stands in the row's form, so that the length of a row
/// is known without looking at it.
/// </summary>
internal static class PackedRow
{
    /// <summary>The most bytes that a row can take, and those that writing it may touch beyond.</summary>
    public const int MaxSize = 256 + Bits.Slack;

    private const byte WidthMask = 0x3F,
        HasNulls = 0x40,
        HasQualities = 0x80;
    private const int QualityWidth = 3;

    /// <summary>The widest value there is: 10,000,000 kWh in Wh takes 34 bits.</summary>
    private const int MaxWidth = 34;

    /// <summary>How many bytes a row takes.</summary>
    /// <exception cref="InvalidDataException">There is no such form.</exception>
    public static int Size(byte form, int length) =>
        (form & WidthMask) <= MaxWidth
            ? WattHoursAt(form, length) + Bits.Size(length, form & WidthMask)
            : throw new InvalidDataException($"Values of {form & WidthMask} bits do not exist.");

    /// <summary>Writes a row.</summary>
    /// <param name="to">Where to; at least <see cref="MaxSize"/> bytes.</param>
    /// <param name="wattHours">The values, 0 where there is none.</param>
    /// <param name="nulls">A bit for each that has none.</param>
    /// <param name="qualities">A quality for each value, or none where they are all the same.</param>
    /// <returns>Its form.</returns>
    public static byte Write(Span<byte> to, ReadOnlySpan<long> wattHours, ulong nulls, ReadOnlySpan<Quality> qualities)
    {
        var length = wattHours.Length;
        var form = (byte)(Bits.WidthOf(Bits.Any(wattHours)) | (nulls != 0 ? HasNulls : 0) | (qualities.IsEmpty ? 0 : HasQualities));
        if (nulls != 0)
        {
            Bits.Pack([unchecked((long)nulls)], length, to);
        }
        if (!qualities.IsEmpty)
        {
            Span<long> codes = stackalloc long[length];
            for (var i = 0; i < length; i++)
            {
                codes[i] = (long)qualities[i];
            }
            Bits.Pack(codes, QualityWidth, to[QualitiesAt(form, length)..]);
        }

        Bits.Pack(wattHours, form & WidthMask, to[WattHoursAt(form, length)..]);
        return form;
    }

    /// <summary>A bit for each value that there is not.</summary>
    public static ulong Nulls(ReadOnlySpan<byte> row, byte form, int length) => (form & HasNulls) != 0 ? Bits.At(row, 0, length) : 0;

    /// <summary>The value at an index in Wh; 0 where there is none.</summary>
    public static long WattHours(ReadOnlySpan<byte> row, byte form, int length, int index) =>
        (long)Bits.At(row[WattHoursAt(form, length)..], index, form & WidthMask);

    /// <summary>The quality at an index; <paramref name="one"/> is what all have when they do not differ.</summary>
    public static Quality QualityAt(ReadOnlySpan<byte> row, byte form, int length, Quality one, int index) =>
        (form & HasQualities) != 0 ? (Quality)Bits.At(row[QualitiesAt(form, length)..], index, QualityWidth) : one;

    private static int QualitiesAt(byte form, int length) => (form & HasNulls) != 0 ? Bits.Size(1, length) : 0;

    private static int WattHoursAt(byte form, int length) =>
        QualitiesAt(form, length) + ((form & HasQualities) != 0 ? Bits.Size(length, QualityWidth) : 0);
}
