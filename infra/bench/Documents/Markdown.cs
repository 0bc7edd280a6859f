using System.Globalization;
using System.Text;

namespace Settlement.Bench.Documents;

/// <summary>Writes tables, and puts what a program computed into a document between two marks.</summary>
internal static class Markdown
{
    public static string Table(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        string[] head = [.. columns];
        Line(text, head);
        Line(text, head.Select((_, i) => i == 0 ? "---" : "---:"));
        foreach (var row in rows)
        {
            Line(text, row);
        }
        return text.ToString();
    }

    public static string Number(decimal value, int decimals = 0) =>
        value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Puts text where the document says so: between <c>&lt;!-- computed: name --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
    /// <exception cref="FormatException">The document has no such place.</exception>
    public static string Put(string document, string name, string text)
    {
        const string End = "<!-- end -->";
        var mark = $"<!-- computed: {name} -->\n";
        var start = document.IndexOf(mark, StringComparison.Ordinal);
        var end = start < 0 ? -1 : document.IndexOf(End, start, StringComparison.Ordinal);
        return end < 0
            ? throw new FormatException($"The document has no lines '{mark.TrimEnd()}' and '{End}' to put figures between.")
            : string.Concat(document.AsSpan(0, start + mark.Length), text.AsSpan(), document.AsSpan(end));
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
