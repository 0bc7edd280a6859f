using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Settlement.Storage.Tests;

/// <summary>Passes requests on to a real service, writes down which, and gets in their way as told.</summary>
internal sealed class FaultyTransport : HttpPipelineTransport
{
    private readonly HttpClientTransport _inner = HttpClientTransport.Shared;
    private readonly ConcurrentQueue<(string Kind, long Bytes)> _sent = [];
    private readonly ConcurrentQueue<Fault> _faults = [];

    /// <summary>The kinds of the requests so far, in order: <c>batch</c>, <c>read</c>, <c>list</c>, <c>more</c> (a further page) or <c>table</c>.</summary>
    public string Sent => string.Join(' ', _sent.Select(request => request.Kind));

    /// <summary>The length of the longest request body so far.</summary>
    public long LongestBody => _sent.Max(request => request.Bytes);

    /// <summary>What every request meets once the faults of <see cref="Next"/> are used up; nothing if null.</summary>
    public Fault? Lasting { get; set; }

    /// <summary>Which kinds of request meet a fault.</summary>
    public Func<string, bool> Strikes { get; set; } = _ => true;

    /// <summary>What happens between a request that took effect and its repetition.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>Lets the next requests meet these faults, one each.</summary>
    public void Next(params ReadOnlySpan<Fault> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    /// <summary>Forgets the requests so far.</summary>
    public void Forget() => _sent.Clear();

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var kind = Kind(message.Request);
        _sent.Enqueue((kind, message.Request.Content?.TryComputeLength(out var length) == true ? length : 0));
        var fault =
            !Strikes(kind) ? null
            : _faults.TryDequeue(out var next) ? next
            : Lasting;
        if (fault is null or { TakesEffect: true })
        {
            await _inner.ProcessAsync(message);
        }
        if (fault is null)
        {
            return;
        }
        if (fault.TakesEffect)
        {
            await Meanwhile();
        }
        message.Response = fault.Strike(message);
        message.Response.ClientRequestId = message.Request.ClientRequestId;
    }

    private static string Kind(Request request)
    {
        var path = request.Uri.Path;
        if (path.EndsWith("$batch", StringComparison.Ordinal))
        {
            return "batch";
        }
        if (path.EndsWith("Tables", StringComparison.Ordinal))
        {
            return "table";
        }
        if (path.Contains("RowKey=", StringComparison.Ordinal))
        {
            return "read";
        }
        return request.Uri.Query.Contains("NextRowKey=", StringComparison.Ordinal) ? "more" : "list";
    }
}
