using System.Text;

namespace Functions.Embedded.Logging;

/// <summary>Text of callers on its way into the log.</summary>
internal static class LogText
{
    private const int MaxLength = 1_000;

    /// <summary>A text without what could end a line or move a terminal's cursor, so that nobody writes a line of the log but the host.</summary>
    public static string OneLine(string? text)
    {
        if (text is null)
        {
            return "";
        }
        var cut = text.Length <= MaxLength ? text : text[..MaxLength] + "…";
        return cut.Any(IsUnfit) ? Escape(cut) : cut;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsUnfit(c))
            {
                escaped.Append($"\\u{(int)c:x4}");
            }
            else
            {
                escaped.Append(c);
            }
        }
        return escaped.ToString();
    }

    /// <summary>Control characters, the separators of lines and paragraphs, and marks of direction.</summary>
    private static bool IsUnfit(char c) =>
        char.IsControl(c)
        || c is '\u2028' or '\u2029' or (>= '\u200e' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
