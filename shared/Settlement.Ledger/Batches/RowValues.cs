using Settlement.Domain.Market;

namespace Settlement.Ledger.Batches;

/// <summary>The values of one row as they are kept.</summary>
internal readonly ref struct RowValues(ReadOnlySpan<byte> packed, byte form, int length, Quality one)
{
    private readonly ReadOnlySpan<byte> _packed = packed;

    /// <summary>The values as they are kept.</summary>
    public ReadOnlySpan<byte> Packed => _packed;

    /// <summary>How they are packed.</summary>
    public byte Form => form;

    /// <summary>The quality of all where they do not differ.</summary>
    public Quality One => one;

    /// <summary>How many periods there are.</summary>
    public int Length => length;

    /// <summary>A bit for each that has no value.</summary>
    public ulong Nulls => PackedRow.Nulls(_packed, form, length);

    /// <summary>The value at an index in Wh; 0 where there is none.</summary>
    public long WattHours(int index) => PackedRow.WattHours(_packed, form, length, index);

    /// <summary>The quality at an index.</summary>
    public Quality Quality(int index) => PackedRow.QualityAt(_packed, form, length, one, index);

    /// <summary>All values in Wh, <see cref="ReadingBatch.NoValue"/> for none.</summary>
    public long[] AllWattHours()
    {
        var (values, nulls) = (new long[length], Nulls);
        for (var i = 0; i < length; i++)
        {
            values[i] = (nulls & (1UL << i)) != 0 ? ReadingBatch.NoValue : WattHours(i);
        }
        return values;
    }

    /// <summary>All qualities.</summary>
    public Quality[] AllQualities()
    {
        var qualities = new Quality[length];
        for (var i = 0; i < length; i++)
        {
            qualities[i] = Quality(i);
        }
        return qualities;
    }
}
