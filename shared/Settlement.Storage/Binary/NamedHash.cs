using System.IO.Hashing;
using System.Text;

namespace Settlement.Storage.Binary;

/// <summary>The checksum of stored bytes and of the name they are stored under: bytes of another row in their place are damage too.</summary>
internal static class NamedHash
{
    public static ulong Compute(string name, ReadOnlySpan<byte> bytes) =>
        XxHash3.HashToUInt64(bytes, unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name))));
}
