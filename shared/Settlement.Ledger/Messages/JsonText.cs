using System.Text;
using System.Text.Json;

namespace Settlement.Ledger.Messages;

/// <summary>What every decoder needs to know of JSON bodies.</summary>
internal static class JsonText
{
    private static readonly byte[] Replacement = Encoding.UTF8.GetBytes("\uFFFD");

    /// <summary>Any depth is read, without recursion: a deep unknown field is no reason to refuse a message.</summary>
    public static JsonReaderOptions Options => new() { MaxDepth = int.MaxValue };

    /// <summary>Where a reader stands that has read the bracket of an array.</summary>
    public static JsonReaderState ArrayBegun { get; } = StateAfter("["u8);

    /// <summary>Where a reader stands that has read an array's element: a comma or the end comes next.</summary>
    public static JsonReaderState ElementRead { get; } = StateAfter("[{}"u8);

    /// <summary>The place of the next byte that is no white space.</summary>
    public static int SkipBlanks(ReadOnlySpan<byte> body, int at)
    {
        while (at < body.Length && body[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }
        return at;
    }

    /// <summary>A byte-order mark is allowed and carries nothing.</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) =>
        body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? body[3..] : body;

    /// <summary>The UTF-8 text of a quoted JSON string that has escapes.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted, Options);
        reader.Read();
        try
        {
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: valid JSON, but no text, so it can match nothing.
            return Replacement;
        }
    }

    private static JsonReaderState StateAfter(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(Options));
        while (reader.Read()) { }

        return reader.CurrentState;
    }
}
