using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Functions.Embedded.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Tests.Http;

/// <summary>Every refusal has a problem body, and a client's mistake is no failure of the host.</summary>
public sealed class ProblemTests
{
    private const string Durable = "runtime/webhooks/durabletask/";

    [Theory]
    [InlineData("GET", "api/unknown", HttpStatusCode.NotFound)]
    [InlineData("GET", "unknown", HttpStatusCode.NotFound)]
    [InlineData("GET", "api/echo", HttpStatusCode.NotFound)]
    [InlineData("GET", "api/items/seven", HttpStatusCode.BadRequest)]
    [InlineData("GET", Durable + "instances?top=abc", HttpStatusCode.BadRequest)]
    [InlineData("GET", Durable + "instances?showInput=perhaps", HttpStatusCode.BadRequest)]
    [InlineData("GET", Durable + "unknown", HttpStatusCode.NotFound)]
    [InlineData("POST", Durable + "instances/x/frobnicate", HttpStatusCode.NotFound)]
    [InlineData("PATCH", Durable + "instances/x", HttpStatusCode.NotFound)]
    [InlineData("POST", "admin/unknown", HttpStatusCode.NotFound)]
    public async Task A_refusal_says_what_is_wrong(string method, string path, HttpStatusCode status)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Http.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        Assert.Empty(host.Log);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_whether_its_length_is_known_or_not(bool known)
    {
        await using var host = await TestHost.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"\"{new string('x', 2 << 20)}\""));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Durable + "orchestrators/Waiting/large") { Content = content };
        request.Headers.TransferEncodingChunked = !known;
        using var response = await host.Http.SendAsync(request);
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "application/problem+json"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType)
        );
        Assert.Empty(host.Log);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_no_line_in_the_log()
    {
        await using var host = await TestHost.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
            await client
                .GetStream()
                .WriteAsync(Encoding.ASCII.GetBytes("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"));
        }
        // The next request is answered after the connection was seen to end, or before; either way nothing may be said of it.
        Assert.Equal("""{"a":1}""", await host.Http.GetStringAsync("api/plain"));
        await host.StopAsync();
        Assert.Empty(host.Log);
    }

    public static TheoryData<Exception, int> Mistakes { get; } =
        new()
        {
            { new BadHttpRequestException("Reading the request body timed out.", StatusCodes.Status408RequestTimeout), 408 },
            { new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge), 413 },
            { new BadHttpRequestException("Unexpected end of request content."), 400 },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task The_servers_word_on_a_request_is_the_answer(Exception mistake, int status)
    {
        var (http, log) = (Context(), new Lines());
        await new ProblemResponses(_ => throw mistake, log).InvokeAsync(http);
        Assert.Equal(status, http.Response.StatusCode);
        Assert.Equal("application/problem+json", http.Response.ContentType);
        Assert.Equal([LogLevel.Information], log.Levels);
    }

    public static TheoryData<Exception> Partings { get; } =
    [
        new OperationCanceledException(),
        new ConnectionResetException("reset"),
        new IOException("The client reset the request stream."),
        new BadHttpRequestException("Unexpected end of request content."),
    ];

    [Theory]
    [MemberData(nameof(Partings))]
    public async Task Who_has_gone_gets_no_answer_and_no_line(Exception parting)
    {
        var (http, log) = (Context(), new Lines());
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        http.RequestAborted = gone.Token;
        await new ProblemResponses(_ => throw parting, log).InvokeAsync(http);
        Assert.Equal(0, http.Response.Body.Length);
        Assert.Empty(log.Levels);
    }

    [Fact]
    public async Task What_a_caller_writes_stays_in_one_line_of_the_log()
    {
        await using var host = await TestHost.StartAsync();
        (await host.Http.PostAsync("api/start/Waiting/w", null)).Dispose();
        (await host.Http.PostAsync(Durable + "instances/w/terminate?reason=a%0D%0ACritical:%20forged%1B%5B2J%E2%80%AEx", null)).Dispose();
        var line = Assert.Single(host.Log, each => each.Contains("terminate", StringComparison.Ordinal));
        Assert.Contains(@"a\u000d\u000aCritical: forged\u001b[2J\u202ex", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
    }

    private static DefaultHttpContext Context() =>
        new()
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
            Response = { Body = new MemoryStream() },
            Request = { Method = "POST", Path = "/api/echo" },
        };

    /// <summary>The levels of the lines that were logged.</summary>
    private sealed class Lines : ILoggerFactory, ILogger
    {
        public List<LogLevel> Levels { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Levels.Add(logLevel);

        public void Dispose() { }
    }
}
