using System.Collections.Concurrent;
using Functions.Embedded;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Runs;
using Settlement.Functions.Tests.Support;
using Settlement.Ledger.Ingestion;
using Settlement.Runs.Records;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Tests.Driving;

/// <summary>
/// The worked example's market with a timetable of few days: of the days 16, 17 and 18 June 2026, II, SF and R1 fall due one, two and three
/// working days later. It is Friday the 19th, so that due are of the 16th all three, of the 17th two, of the 18th II.
/// </summary>
internal sealed class DrivenMarket : IAsyncDisposable
{
    public const string Tuesday = "2026-06-16";
    public const string Wednesday = "2026-06-17";
    public const string Thursday = "2026-06-18";

    public static readonly Instant Friday = Instant.FromUtc(2026, 6, 19, 6, 0);
    private static readonly string[] SettlementRuns = ["II", "SF"];
    private static readonly string[] ReconciliationRuns = ["R1", "R2", "R3", "RF"];

    private readonly TemporaryFolder _folder = new();

    private DrivenMarket() { }

    public RunningHost Host { get; private set; } = null!;

    public DurableTaskClient Client => Host.Services.GetRequiredService<DurableTaskClient>();

    public RunStore Runs => Host.Services.GetRequiredService<RunStore>();

    /// <param name="places">How many runs at a time.</param>
    /// <param name="halted">Whether runs stay where they wait for ingestion.</param>
    /// <param name="firstDay">The setting; null for none.</param>
    /// <param name="waitSeconds">How long a run waits for ingestion.</param>
    public static async Task<DrivenMarket> StartAsync(
        int places = 4,
        bool halted = false,
        string? firstDay = Tuesday,
        int waitSeconds = 300
    )
    {
        var market = new DrivenMarket();
        var settings = new Dictionary<string, string>
        {
            ["Settlement:ParallelRuns"] = $"{places}",
            ["Settlement:IngestWaitSeconds"] = $"{waitSeconds}",
        };
        if (firstDay is not null)
        {
            settings["Settlement:FirstDay"] = firstDay;
        }
        market.Host = await RunningHost.StartAsync(
            RunningHost.Options(market._folder.Path, Friday) with
            {
                Settings = settings,
                Triggers = !halted,
            }
        );
        await market.Host.LoadAsync(WorkedExample.Reference());
        await market.TimetableAsync("II,1\nSF,2\nR1,3\n");
        if (halted)
        {
            await market.Host.Services.GetRequiredService<IEmbeddedHub>().SendAsync("readings", [new HubMessage("{}"u8.ToArray())]);
        }
        return market;
    }

    public async Task TimetableAsync(string rows) =>
        (await Host.PutAsync("timetable", $"run,workingDays\n{rows}")).Is(System.Net.HttpStatusCode.OK);

    public async Task SendDayAsync(string day)
    {
        await Host.SendAsync("market", WorkedExample.Market(day));
        await Host.SendAsync("readings", WorkedExample.Readings(day));
    }

    /// <summary>Takes in the event that a halted market left.</summary>
    public async Task IngestAsync()
    {
        var ingest = Host.Services.GetRequiredService<ReadingsIngest>();
        var positions = await Host.Services.GetRequiredService<EventHubs>().LastEnqueuedAsync(CancellationToken.None);
        foreach (var position in positions.Where(position => position is { Hub: "readings", LastSequence: >= 0 }))
        {
            await ingest.CatchUpAsync(position.Partition, position.LastSequence, CancellationToken.None);
        }
    }

    /// <summary>A driver of its own, as another instance of the app has one.</summary>
    public RunDriver NewDriver(ILogger<NextRuns>? logger = null) =>
        ActivatorUtilities.CreateInstance<RunDriver>(
            Host.Services,
            ActivatorUtilities.CreateInstance<NextRuns>(Host.Services, logger ?? Host.Services.GetRequiredService<ILogger<NextRuns>>())
        );

    /// <summary>One tick of the timer of II and SF.</summary>
    public Task DriveAsync(RunDriver? driver = null, DurableTaskClient? client = null) =>
        (driver ?? Host.Services.GetRequiredService<RunDriver>()).DriveAsync(
            new DurableRunOrchestrations(client ?? Client),
            SettlementRuns,
            CancellationToken.None
        );

    /// <summary>One tick of the timer of R1 to RF.</summary>
    public Task ReconcileAsync() =>
        Host
            .Services.GetRequiredService<RunDriver>()
            .DriveAsync(new DurableRunOrchestrations(Client), ReconciliationRuns, CancellationToken.None);

    /// <summary>Every attempt there was, as <c>18 II 1</c>, in the order of their starts.</summary>
    public async Task<IReadOnlyList<string>> StartedAsync()
    {
        var instances = new List<OrchestrationMetadata>();
        await foreach (var instance in Client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "settle-" }))
        {
            instances.Add(instance);
        }
        return
        [
            .. instances.OrderBy(instance => instance.CreatedAt).Select(instance => string.Join(' ', instance.InstanceId.Split('-')[3..])),
        ];
    }

    /// <summary>Waits for the end of everything that was started.</summary>
    public async Task EndAsync()
    {
        await foreach (var instance in Client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "settle-" }))
        {
            await Host.EndOfAsync(instance.InstanceId);
        }
    }

    /// <summary>Ticks until a tick starts nothing more.</summary>
    public async Task<IReadOnlyList<string>> DriveToTheEndAsync(RunDriver? driver = null)
    {
        while (true)
        {
            var before = (await StartedAsync()).Count;
            await DriveAsync(driver);
            await EndAsync();
            var started = await StartedAsync();
            if (started.Count == before)
            {
                return started;
            }
        }
    }

    public async Task<(string? State, int Attempt)> StateAsync(string day, string run) =>
        await Runs.FindAsync(SettlementDay.Parse(day), run, CancellationToken.None) is { } record
            ? (record.State.Text(), record.Attempt)
            : (null, 0);

    /// <summary>Records that an attempt at a run broke off now.</summary>
    public async Task FailAsync(string day, string run)
    {
        var key = await Runs.BeginAsync(SettlementDay.Parse(day), run, null, CancellationToken.None);
        await FailAsync(key);
    }

    public async Task FailAsync(RunKey key) =>
        await Runs.EndAsync(
            key,
            record => record with { State = RunState.Failed, Failure = RunFailure.OfOrchestration("broke off") },
            CancellationToken.None
        );

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Keeps what is logged.</summary>
    public sealed class Told : ILogger<NextRuns>
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue(formatter(state, exception));
    }
}
