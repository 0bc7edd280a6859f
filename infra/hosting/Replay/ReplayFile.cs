using System.IO.Compression;

namespace Settlement.Hosting.Replay;

/// <summary>The events of a file to be sent: JSON lines or CSV of readings, either of them gzipped.</summary>
public static class ReplayFile
{
    /// <summary>The bodies in the file's order; blank lines are skipped.</summary>
    /// <exception cref="FormatException">A CSV file has another header, or a line of it other columns.</exception>
    public static IEnumerable<byte[]> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : (Stream)file;
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        var bodies = name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ReadingsCsv.Read(content, path) : Lines(content);
        foreach (var body in bodies)
        {
            yield return body;
        }
    }

    /// <summary>Bytes between line feeds: a line need not be UTF-8, for the platform has to see what is not.</summary>
    private static IEnumerable<byte[]> Lines(Stream content)
    {
        using var buffered = new BufferedStream(content, 1 << 16);
        var line = new MemoryStream();
        for (var next = buffered.ReadByte(); ; next = buffered.ReadByte())
        {
            if (next is not ('\n' or -1))
            {
                line.WriteByte((byte)next);
                continue;
            }

            var body = line.ToArray();
            if (body is [.., (byte)'\r'])
            {
                body = body[..^1];
            }
            if (!IsBlank(body))
            {
                yield return body;
            }
            line.SetLength(0);
            if (next == -1)
            {
                yield break;
            }
        }
    }

    private static bool IsBlank(byte[] line) => line.AsSpan().IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
}
