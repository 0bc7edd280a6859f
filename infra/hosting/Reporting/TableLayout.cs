namespace Settlement.Hosting.Reporting;

/// <summary>A part of a table that is shown below one another: which columns it has, and their headings with the line breaks they need.</summary>
/// <param name="Columns">The columns by number; the first of the table is in every part.</param>
/// <param name="Headings">The heading of each.</param>
/// <param name="Width">How wide the part is.</param>
internal sealed record TablePart(int[] Columns, string[] Headings, int Width);

/// <summary>
/// Fits a table into a width without cutting anything: headings are broken between words first; columns that still do not fit are
/// continued below, with the first column again.
/// </summary>
internal static class TableLayout
{
    /// <summary>The border and the room on both sides of a cell.</summary>
    private const int Around = 3;

    public static IReadOnlyList<TablePart> Fit(IReadOnlyList<string> headings, IReadOnlyList<string[]> rows, int width)
    {
        int[] cells = [.. headings.Select((_, column) => rows.Select(row => row[column].Length).DefaultIfEmpty().Max())];
        int[] whole = [.. headings.Select((heading, column) => Math.Max(cells[column], heading.Length))];
        int[] all = [.. Enumerable.Range(0, headings.Count)];
        if (WidthOf(all, whole) <= width)
        {
            return [new TablePart(all, [.. headings], WidthOf(all, whole))];
        }

        int[] broken = [.. headings.Select((heading, column) => Math.Max(cells[column], heading.Split(' ').Max(word => word.Length)))];
        return
        [
            .. Split(broken, width)
                .Select(columns => new TablePart(
                    columns,
                    [.. columns.Select(column => Break(headings[column], broken[column]))],
                    WidthOf(columns, broken)
                )),
        ];
    }

    private static IEnumerable<int[]> Split(int[] widths, int width)
    {
        List<int> part = [0];
        for (var column = 1; column < widths.Length; column++)
        {
            if (part.Count > 1 && WidthOf([.. part, column], widths) > width)
            {
                yield return [.. part];
                part = [0];
            }
            part.Add(column);
        }

        yield return [.. part];
    }

    private static int WidthOf(IEnumerable<int> columns, int[] widths) => columns.Sum(column => widths[column] + Around) + 1;

    private static string Break(string heading, int width)
    {
        var lines = new List<string>();
        foreach (var word in heading.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= width)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return string.Join('\n', lines);
    }
}
