using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Text;

namespace Functions.Embedded.Durable;

/// <summary>Where a page of instances ended, as its header says it: any id in ASCII, and a hash of it by which a mark that no page gave is known.</summary>
internal static class ListMark
{
    private const int HashLength = 4;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Write(string id)
    {
        var text = Encoding.UTF8.GetBytes(id);
        return Base64Url.EncodeToString([.. Crc32.Hash(text), .. text]);
    }

    public static bool TryRead(string mark, [NotNullWhen(true)] out string? id)
    {
        id = null;
        try
        {
            var bytes = Base64Url.DecodeFromChars(mark);
            if (bytes.Length <= HashLength || !Crc32.Hash(bytes.AsSpan(HashLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, HashLength)))
            {
                return false;
            }
            id = Strict.GetString(bytes.AsSpan(HashLength));
            return true;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return false;
        }
    }
}
