using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Settlement.Storage.Tests;

/// <summary>A reply that no service sent.</summary>
internal sealed class StubResponse(int status, IReadOnlyDictionary<string, string> headers, Stream? content) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => string.Empty;

    public override Stream? ContentStream { get; set; } = content;

    public override string ClientRequestId { get; set; } = string.Empty;

    public static StubResponse Tagged(string tag) => new(204, new Dictionary<string, string> { ["ETag"] = tag }, null);

    public override void Dispose() { }

    protected override bool ContainsHeader(string name) => headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
