using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Settlement.Worker.Tests.Contract;

namespace Settlement.Worker.Tests.Host;

/// <summary>The Functions host as a worker sees it: it starts the worker, has it index and load its functions, and invokes them.</summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    private const string HostVersion = "4.1037.0.0";

    /// <summary>The header by which the worker joins a forwarded HTTP request and its invocation.</summary>
    private const string InvocationHeader = "x-ms-invocation-id";

    // Nothing is asserted about time; a worker that hangs must only not hang the tests.
    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(2);

    private readonly PublishedApp _app;
    private readonly WebApplication _server;
    private readonly HostStream _stream;
    private readonly WorkerProcess _worker;
    private readonly HttpClient _http = new() { Timeout = Hangs };

    private FunctionHost(PublishedApp app, WebApplication server, WorkerProcess worker)
    {
        (_app, _server, _worker) = (app, server, worker);
        _stream = server.Services.GetRequiredService<HostStream>();
        Durable = server.Services.GetRequiredService<DurableExtension>();
    }

    public DurableExtension Durable { get; }

    /// <summary>Starts the worker of an app and waits until it is up.</summary>
    public static async Task<FunctionHost> StartAsync(PublishedApp app, IReadOnlyDictionary<string, string> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, at => at.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton<HostStream>();
        builder.Services.AddSingleton<DurableExtension>();
        var server = builder.Build();
        server.MapGrpcService<HostStream>();
        server.MapGrpcService<DurableExtension>();
        await server.StartAsync();
        var id = Guid.NewGuid().ToString();
        var host = new FunctionHost(app, server, WorkerProcess.Start(app, new Uri(server.Urls.Single()), id, settings));
        try
        {
            Assert.Equal(id, await host.WaitAsync(host._stream.Started));
            await host.WaitAsync(host._stream.Running);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async Task<WorkerInitResponse> InitAsync()
    {
        var request = new WorkerInitRequest
        {
            HostVersion = HostVersion,
            WorkerDirectory = _app.Folder,
            FunctionAppDirectory = _app.Folder,
        };
        var answer = await AskAsync(new StreamingMessage { WorkerInitRequest = request });
        return answer.WorkerInitResponse;
    }

    public async Task<FunctionMetadataResponse> IndexAsync()
    {
        var request = new FunctionsMetadataRequest { FunctionAppDirectory = _app.Folder };
        var answer = await AskAsync(new StreamingMessage { FunctionsMetadataRequest = request });
        return answer.FunctionMetadataResponse;
    }

    public async Task<FunctionLoadResponse> LoadAsync(RpcFunctionMetadata function)
    {
        var request = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
        var answer = await AskAsync(new StreamingMessage { FunctionLoadRequest = request });
        return answer.FunctionLoadResponse;
    }

    /// <summary>Invokes a function by its trigger.</summary>
    public async Task<InvocationResponse> InvokeAsync(RpcFunctionMetadata function, TypedData trigger) =>
        await InvokeAsync(Request(function, trigger));

    /// <summary>
    /// Invokes an HTTP function. The request itself goes to the worker's own HTTP endpoint, as it came; of its content the invocation has
    /// the values of the route alone, and it ends when the function has answered.
    /// </summary>
    public async Task<(InvocationResponse Invocation, HttpResponseMessage Answer)> SendAsync(
        RpcFunctionMetadata function,
        HttpMethod method,
        Uri address,
        IReadOnlyDictionary<string, string> route
    )
    {
        var invocation = Request(function, new TypedData { Http = new RpcHttp() });
        foreach (var (name, value) in route)
        {
            invocation.TriggerMetadata[name] = new TypedData { String = value };
        }

        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add(InvocationHeader, invocation.InvocationId);
        var invoked = InvokeAsync(invocation);
        var answer = await WaitAsync(_http.SendAsync(request));
        return (await invoked, answer);
    }

    /// <summary>Asks the worker to end, and gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        _stream.Tell(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });
        await _worker.Exited.WaitAsync(Hangs);
        return _worker.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _worker.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private InvocationRequest Request(RpcFunctionMetadata function, TypedData trigger)
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.FunctionId,
            TraceContext = new RpcTraceContext(),
        };
        foreach (var (name, binding) in function.Bindings.Where(binding => binding.Value.Direction == BindingInfo.Types.Direction.In))
        {
            var data = binding.Type == "durableClient" ? new TypedData { String = DurableClient() } : trigger;
            request.InputData.Add(new ParameterBinding { Name = name, Data = data });
        }

        return request;
    }

    /// <summary>What the Durable extension gives a function so that it can reach it.</summary>
    private string DurableClient() =>
        JsonSerializer.Serialize(
            new
            {
                rpcBaseUrl = _server.Urls.Single(),
                taskHubName = "settlement",
                connectionName = "Storage",
                requiredQueryStringParameters = "code=KEY",
                httpBaseUrl = DurableExtension.HttpApi,
                maxGrpcMessageSizeInBytes = int.MaxValue,
                // JSON within the JSON, as the extension writes it.
                grpcHttpClientTimeout = JsonSerializer.Serialize(Hangs),
            }
        );

    private async Task<InvocationResponse> InvokeAsync(InvocationRequest invocation)
    {
        var answer = await AskAsync(new StreamingMessage { InvocationRequest = invocation });
        return answer.InvocationResponse;
    }

    private Task<StreamingMessage> AskAsync(StreamingMessage message) => WaitAsync(_stream.AskAsync(message));

    private async Task<T> WaitAsync<T>(Task<T> answer)
    {
        await WaitAsync((Task)answer);
        return await answer;
    }

    private async Task WaitAsync(Task answer)
    {
        await Task.WhenAny(answer, _worker.Exited).WaitAsync(Hangs);
        if (!answer.IsCompleted)
        {
            throw new InvalidOperationException(
                $"The worker ended with {_worker.ExitCode} instead of answering:\n{_worker.Said}\n{Logs()}"
            );
        }
    }

    private string Logs() =>
        string.Join('\n', _stream.Logs.Select(log => $"{log.Level} {log.Category}: {log.Message} {log.Exception?.Message}"));
}
