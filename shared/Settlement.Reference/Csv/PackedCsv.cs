namespace Settlement.Reference.Csv;

/// <summary>A checked set as it is stored.</summary>
/// <param name="Packed">Its CSV text: UTF-8, gzip.</param>
/// <param name="Rows">How many rows it has.</param>
internal sealed record PackedCsv(byte[] Packed, int Rows)
{
    public TextReader Open() => CompressedText.OpenText(Packed);
}
