using System.IO.Compression;
using System.Text;

namespace Settlement.Reference.Csv;

/// <summary>Text as it is stored: UTF-8, gzip.</summary>
internal static class CompressedText
{
    public static byte[] Pack(Action<TextWriter> write)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new StreamWriter(gzip, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            write(writer);
        }
        return packed.ToArray();
    }

    /// <summary>The text as UTF-8.</summary>
    public static Stream Open(ReadOnlyMemory<byte> packed) =>
        new GZipStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);

    public static TextReader OpenText(ReadOnlyMemory<byte> packed) => new StreamReader(Open(packed), Encoding.UTF8);
}
