using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Settlement.Worker.Tests.Contract;

namespace Settlement.Worker.Tests.Host;

/// <summary>The host's end of the one stream between host and worker: it asks, and finds the answer by the id of the request.</summary>
internal sealed class HostStream : FunctionRpc.FunctionRpcBase
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = new();
    private readonly ConcurrentQueue<RpcLog> _logs = new();
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The id with which the worker opened the stream.</summary>
    public Task<string> Started => _started.Task;

    /// <summary>
    /// Completes when the worker has logged that it is up. It answers on the stream before: its HTTP endpoint may still refuse then, and if
    /// it is told to end it breaks off with an exception. (The Functions host sends a refused HTTP request again.)
    /// </summary>
    public Task Running => _running.Task;

    public IReadOnlyCollection<RpcLog> Logs => _logs;

    public Task<StreamingMessage> AskAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[message.RequestId] = answer;
        Tell(message);
        return answer.Task;
    }

    /// <summary>Sends what is not answered.</summary>
    public void Tell(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context
    )
    {
        var sending = SendAsync(responseStream, context.CancellationToken);
        await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
        {
            Take(message);
        }

        _outgoing.Writer.TryComplete();
        await sending;
    }

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> worker, CancellationToken cancellationToken)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
        {
            await worker.WriteAsync(message, cancellationToken);
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                _started.TrySetResult(message.StartStream.WorkerId);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                _logs.Enqueue(message.RpcLog);
                if (
                    message.RpcLog is { Category: "Microsoft.Hosting.Lifetime" } log
                    && log.Message.StartsWith("Application started", StringComparison.Ordinal)
                )
                {
                    _running.TrySetResult();
                }

                break;
            default:
                if (_asked.TryRemove(message.RequestId, out var answer))
                {
                    answer.SetResult(message);
                }

                break;
        }
    }
}
