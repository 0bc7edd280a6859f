namespace Settlement.Ledger.Tests.Schemas;

/// <summary>One message of the corpus.</summary>
/// <param name="Kind">The kind of message, as its schema is named.</param>
/// <param name="Change">What differs from the message of that kind that is accepted.</param>
/// <param name="Message">The message.</param>
internal sealed record SchemaCase(string Kind, string Change, MessageText Message)
{
    /// <summary>How the case is named in the list of differences.</summary>
    public string Name => $"{Kind}: {Change}";

    public bool IsValidBySchema => MessageSchema.For(Kind).Accepts(Message.ToString());

    /// <summary>The decoder's verdict: its codes, or <c>accepted</c>.</summary>
    public string Verdict => Kind == SchemaCorpus.Reading ? Decoding.Verdict(Message) : Decoding.MarketVerdict(Message);
}
