using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Functions.Embedded;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Hosting;

namespace Settlement.Functions.Tests.Support;

/// <summary>The whole app on the embedded host, in this process: a client, and hubs that say when they are ingested.</summary>
internal sealed class RunningHost(LocalHost host) : IAsyncDisposable
{
    /// <summary>What the clock shows when a host starts; it goes on from there.</summary>
    public static readonly Instant Morning = Instant.FromUtc(2026, 6, 20, 6, 0);

    /// <summary>After this a wait is a hang; nothing is measured by it.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private readonly IEmbeddedHub _hub = host.Services.GetRequiredService<IEmbeddedHub>();

    public HttpClient Http => host.Client;

    public MarketClock Clock => host.Clock;

    public IServiceProvider Services => host.Services;

    public static Task<RunningHost> StartAsync(string folder, Instant? clock = null, Action<EmbeddedOptions>? configure = null) =>
        StartAsync(Options(folder, clock), configure);

    public static async Task<RunningHost> StartAsync(LocalOptions options, Action<EmbeddedOptions>? configure = null) =>
        new(await LocalHost.StartAsync(options, CancellationToken.None, configure));

    public static LocalOptions Options(string folder, Instant? clock = null) =>
        new(folder, 0, clock ?? Morning, Timers: false, Keys: false, Quiet: true);

    /// <summary>Sends bodies as one event each, in their order and to one partition, and waits until they are ingested.</summary>
    public Task SendAsync(string hub, params IEnumerable<string> bodies) => SendAsync(hub, [.. bodies.Select(Encoding.UTF8.GetBytes)]);

    public Task SendAsync(string hub, IReadOnlyList<byte[]> bodies) =>
        SendAsync(hub, [.. bodies.Select(body => new HubMessage(body, PartitionId: "1"))]);

    public async Task SendAsync(string hub, IReadOnlyList<HubMessage> messages)
    {
        using var hang = new CancellationTokenSource(Hang);
        await _hub.SendAsync(hub, messages, hang.Token);
        await IngestedAsync(hub);
    }

    public async Task IngestedAsync(string hub)
    {
        using var hang = new CancellationTokenSource(Hang);
        Assert.All(await _hub.WaitUntilProcessedAsync(hub, hang.Token), partition => Assert.True(partition.IsDone, partition.LastError));
    }

    /// <summary>Loads sets of reference data, each by a PUT.</summary>
    public async Task LoadAsync(IReadOnlyDictionary<string, string> sets)
    {
        foreach (var (set, csv) in sets)
        {
            (await PutAsync(set, csv)).Is(HttpStatusCode.OK);
        }
    }

    public Task<Answer> PutAsync(string set, string csv) => PutAsync(set, Encoding.UTF8.GetBytes(csv));

    public async Task<Answer> PutAsync(string set, byte[] csv)
    {
        using var content = new ByteArrayContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var response = await Http.PutAsync(new Uri($"api/reference/{set}", UriKind.Relative), content);
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> PostAsync(string path, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content);
        return await Answer.OfAsync(response);
    }

    /// <summary>All items of a list, by pages as large as they come.</summary>
    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path)
    {
        var page = (await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=1000")).Is(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, page.GetProperty("continuation").ValueKind);
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    /// <summary>Starts a run, or looks at a closed one, and waits for its end.</summary>
    public async Task<JsonElement> SettleAsync(string day, string run)
    {
        using var hang = new CancellationTokenSource(Hang);
        using var report = await new SettlementApi(Http).SettleAsync(SettlementDay.Parse(day), run, hang.Token);
        return report.RootElement.Clone();
    }

    /// <summary>Starts a run, or looks at a closed one, waits for its end and gives every figure of it.</summary>
    public async Task<string> FiguresAsync(string day, string run)
    {
        using var hang = new CancellationTokenSource(Hang);
        return await RunFigures.OfAsync(Http, day, run, hang.Token);
    }

    /// <summary>Recomputes a closed run: empty when it is equal, otherwise the first difference.</summary>
    public async Task<string> DifferenceAsync(string day, string run)
    {
        var verified = (await PostAsync($"api/settlement/{day}/{run}/verify")).Is(HttpStatusCode.OK);
        return verified.GetProperty("equal").GetBoolean() ? "" : verified.Text("difference");
    }

    /// <summary>Waits for the end of an orchestration.</summary>
    public async Task<OrchestrationRuntimeStatus> EndOfAsync(string instance)
    {
        using var hang = new CancellationTokenSource(Hang);
        return (
            await host.Services.GetRequiredService<DurableTaskClient>().WaitForInstanceCompletionAsync(instance, hang.Token)
        ).RuntimeStatus;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
