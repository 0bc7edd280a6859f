namespace Settlement.Storage.Binary;

/// <summary>Where a column that <see cref="BlockBuffer.Column"/> wrote stands in its part; any one of its numbers can be read alone.</summary>
internal readonly record struct Column(long Least, int Width, int Start, int Length)
{
    /// <summary>The number at an index.</summary>
    /// <param name="part">The part in which the column stands.</param>
    /// <param name="index">The index.</param>
    public long At(ReadOnlySpan<byte> part, int index) =>
        Width == 0 ? Least : unchecked(Least + (long)Bits.At(part.Slice(Start, Length), index, Width));
}
