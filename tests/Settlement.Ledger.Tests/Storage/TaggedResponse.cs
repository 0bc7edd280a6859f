using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Settlement.Ledger.Tests.Storage;

/// <summary>The service's reply to one write of a batch.</summary>
internal sealed class TaggedResponse(string tag) : Response
{
    public override int Status => 204;

    public override string ReasonPhrase => "No Content";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = string.Empty;

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => name == "ETag";

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [new HttpHeader("ETag", tag)];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = ContainsHeader(name) ? tag : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = ContainsHeader(name) ? [tag] : null;
        return values is not null;
    }
}
