namespace Settlement.Ledger.Tests.Schemas;

/// <summary>
/// A fenced block of <c>docs/messages.md</c> whose opening says what it is: <c>json KIND [CODE…]</c> or <c>csv SET</c>.
/// </summary>
/// <param name="Language">The language of the block.</param>
/// <param name="Name">The kind of message or the set of reference data.</param>
/// <param name="Codes">The codes for which the message is rejected; none where it is accepted.</param>
/// <param name="Text">What stands in the block.</param>
internal sealed record MessageExample(string Language, string Name, string Codes, string Text);

/// <summary>The examples of <c>docs/messages.md</c>.</summary>
internal static class MessageExamples
{
    private const string Fence = "```";

    public static string Document { get; } = File.ReadAllText(Repository.Path("docs", "messages.md"));

    public static IReadOnlyList<MessageExample> All { get; } = Read(Document.Split('\n')).ToList();

    private static IEnumerable<MessageExample> Read(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var opening = lines[i][Fence.Length..].Split(' ', 3);
            var end = Array.IndexOf(lines, Fence, i + 1);
            if (opening[0] is "json" or "csv")
            {
                var text = string.Join('\n', lines[(i + 1)..end]);
                yield return new(opening[0], opening[1], opening.Length > 2 ? opening[2] : string.Empty, text);
            }

            i = end;
        }
    }
}
