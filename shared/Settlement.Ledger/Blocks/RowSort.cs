namespace Settlement.Ledger.Blocks;

/// <summary>Sorts rows by keys, digit by digit from the lowest: linear in the rows, and rows with equal keys stay in their order.</summary>
internal sealed class RowSort
{
    /// <summary>How many bits an MPAN takes in a key.</summary>
    public const int MpanBits = 44;

    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    private readonly int[] _starts = new int[Digits];
    private ulong[] _otherKeys = [];
    private int[] _otherRows = [];

    /// <summary>Sorts keys by some of their bits, and rows with them. The arrays come back exchanged for others of at least the same length.</summary>
    public void Sort(ref ulong[] keys, ref int[] rows, int count, int fromBit, int toBit)
    {
        if (_otherKeys.Length < keys.Length)
        {
            (_otherKeys, _otherRows) = (new ulong[keys.Length], new int[keys.Length]);
        }
        for (var shift = fromBit; shift < toBit; shift += DigitBits)
        {
            Array.Clear(_starts);
            foreach (var key in keys.AsSpan(0, count))
            {
                _starts[(int)((key >> shift) & (Digits - 1))]++;
            }
            var start = 0;
            foreach (ref var digit in _starts.AsSpan())
            {
                (digit, start) = (start, start + digit);
            }
            for (var i = 0; i < count; i++)
            {
                var to = _starts[(int)((keys[i] >> shift) & (Digits - 1))]++;
                (_otherKeys[to], _otherRows[to]) = (keys[i], rows[i]);
            }

            (keys, _otherKeys) = (_otherKeys, keys);
            (rows, _otherRows) = (_otherRows, rows);
        }
    }
}
