using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Settlement.Ledger.Tests.Storage;

/// <summary>Sends a request and then loses the reply, as a connection does that breaks at the wrong moment.</summary>
internal sealed class LossyTransport : HttpPipelineTransport
{
    private readonly HttpClientTransport _inner = HttpClientTransport.Shared;

    /// <summary>Writes whose reply is still to be lost.</summary>
    public int ToLose { get; set; }

    public int Lost { get; private set; }

    /// <summary>What happens between the write and its repetition.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        await _inner.ProcessAsync(message);
        if (ToLose == 0 || !message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
            return;
        Assert.Equal((int)HttpStatusCode.Accepted, message.Response.Status);
        ToLose--;
        Lost++;
        await Meanwhile();
        // As the real transport reports it: a failed request without a status.
        throw new RequestFailedException("The connection was reset.");
    }
}
