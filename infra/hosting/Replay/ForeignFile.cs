using System.Text.Json;
using Settlement.Hosting.Files;

namespace Settlement.Hosting.Replay;

/// <summary>Knows files that are no events: sent, each of their lines would become a reject.</summary>
public static class ForeignFile
{
    private const int LooksAt = 100;

    /// <summary>Refuses files of which none of the first lines is a JSON object or array and that are no CSV of readings.</summary>
    /// <exception cref="InvalidDataException">A file is refused, or damaged in its first lines.</exception>
    /// <exception cref="FormatException">A file is CSV of something else.</exception>
    public static void Refuse(IEnumerable<string> files)
    {
        // A pipe is read once, when it is sent.
        foreach (var file in files.Where(file => !IsPipe(file)))
        {
            var any = false;
            var known = false;
            foreach (var line in ReplayFile.ReadLines(file, _ => { }).Take(LooksAt))
            {
                any = true;
                known = IsObjectOrArray(line.Body);
                if (known)
                {
                    break;
                }
            }
            if (any && !known)
            {
                throw new InvalidDataException(
                    $"'{file}' was not sent: none of its first lines is an event, a JSON object or array. {Guess(file)} (--force sends it all the same.)"
                );
            }
        }
    }

    private static bool IsPipe(string file) =>
        file.StartsWith("/dev/", StringComparison.Ordinal) || file.StartsWith("/proc/", StringComparison.Ordinal);

    private static bool IsObjectOrArray(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            var known = reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            while (reader.Read()) { }
            return known;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Guess(string file)
    {
        using var content = InputFile.Open(file);
        var head = content.Head.Span;
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..])
        {
            return "It is UTF-16 text; make it UTF-8 first: iconv -f UTF-16 -t UTF-8.";
        }
        var text = head.TrimStart("\uFEFF \t\r\n"u8);
        if (text is [(byte)'{' or (byte)'[', ..])
        {
            return "It looks like JSON written over several lines; put each event on a line of its own: jq -c .";
        }
        var first = text[..(text.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end ? end : text.Length)];
        if (first.Contains((byte)'|'))
        {
            return "It looks like an industry data flow (fields between |), of which only D0265 is read, by the command reference.";
        }
        return first.Contains((byte)',')
            ? "It looks like CSV; the command reference reads sets, convert reads Low Carbon London files, and CSV of readings begins with mpan,day,flow,supplier."
            : "Each line has to be one event.";
    }
}
