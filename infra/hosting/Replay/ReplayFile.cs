using Settlement.Hosting.Files;

namespace Settlement.Hosting.Replay;

/// <summary>One event of a file.</summary>
/// <param name="Number">The line it stands on, counted from 1; of several lines the last.</param>
/// <param name="Body">The event's body.</param>
public readonly record struct ReplayLine(long Number, byte[] Body);

/// <summary>The events of a file to be sent: JSON lines or CSV of readings, either of them gzipped.</summary>
public static class ReplayFile
{
    /// <summary>What an Event Hub takes as one event, less its envelope.</summary>
    private const int MaxEventBytes = (1 << 20) - 64;

    /// <summary>The bodies in the file's order; blank lines are skipped.</summary>
    public static IEnumerable<byte[]> Read(string path) => ReadLines(path, _ => { }).Select(line => line.Body);

    /// <summary>The events in the file's order with their places; blank lines are skipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Is called with what may be wrong with the file.</param>
    /// <exception cref="FormatException">A CSV file has another header, or a line of it other columns.</exception>
    /// <exception cref="InvalidDataException">A compressed file is damaged, or ends early.</exception>
    public static IEnumerable<ReplayLine> ReadLines(string path, Action<string> warn)
    {
        using var file = InputFile.Open(path);
        var lines = IsCsv(path, file.Head.Span) ? ReadingsCsv.Read(file, path) : Lines(file, path, LineEnd(file.Head.Span));
        foreach (var line in lines)
        {
            yield return line;
        }
        if (file.EndsInNumber)
        {
            warn(file.EndsInNumberWarning);
        }
    }

    /// <summary>Bytes between line feeds: a line need not be UTF-8, for the platform has to see what is not.</summary>
    private static IEnumerable<ReplayLine> Lines(Stream content, string path, byte lineEnd)
    {
        using var buffered = new BufferedStream(content, 1 << 16);
        var line = new MemoryStream();
        var number = 1L;
        for (var next = buffered.ReadByte(); ; next = buffered.ReadByte())
        {
            if (next != lineEnd && next != -1)
            {
                line.WriteByte((byte)next);
                if (line.Length > MaxEventBytes)
                {
                    throw new FormatException(
                        $"Line {number} of '{path}' is longer than one event may be ({MaxEventBytes} bytes); split its array over several lines."
                    );
                }
                continue;
            }

            var body = line.ToArray();
            if (body is [.., (byte)'\r'])
            {
                body = body[..^1];
            }
            if (!IsBlank(body))
            {
                yield return new ReplayLine(number, body);
            }
            line.SetLength(0);
            number++;
            if (next == -1)
            {
                yield break;
            }
        }
    }

    /// <summary>A table is known by its header; a name that promises one is believed unless the content is JSON.</summary>
    private static bool IsCsv(string path, ReadOnlySpan<byte> head)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        var start = head.TrimStart("\uFEFF \t\r\n"u8);
        return ReadingsCsv.StartsTable(start)
            || (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && start is not [(byte)'{' or (byte)'[', ..]);
    }

    /// <summary>Lines end with a line feed; only a text that has none ends them with carriage returns, as old systems wrote them.</summary>
    private static byte LineEnd(ReadOnlySpan<byte> head) =>
        head.Contains((byte)'\n') || !head.Contains((byte)'\r') ? (byte)'\n' : (byte)'\r';

    private static bool IsBlank(byte[] line) => line.AsSpan().IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
}
