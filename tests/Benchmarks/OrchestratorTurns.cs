using System.Diagnostics;
using Functions.Embedded.Configuration;
using Functions.Embedded.Durable;
using Functions.Embedded.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using HistoryEvent = Microsoft.DurableTask.Protobuf.HistoryEvent;

namespace Settlement.Benchmarks;

/// <summary>What one turn of an orchestrator costs: on an execution that is in memory, and on one that replays its history first.</summary>
public static class OrchestratorTurns
{
    private const int Measured = 50;

    /// <summary>Prints both for histories of 100 and of 2,000 events.</summary>
    public static async Task PrintAsync()
    {
        await using var services = new ServiceCollection()
            .AddSingleton(new DurableTaskShimFactory(new DurableTaskWorkerOptions(), NullLoggerFactory.Instance))
            .BuildServiceProvider();
        var catalog = new FunctionCatalog([typeof(OrchestratorTurns).Assembly]);
        using var orchestrators = new Orchestrators(
            catalog,
            new FunctionInvoker(services, []),
            HostJson.Read(null),
            services,
            NullLoggerFactory.Instance
        );
        Console.WriteLine("events in the history   turn in memory   turn with replay   ratio");
        foreach (var events in (int[])[100, 2_000])
        {
            Measure(orchestrators, 60);
            var (hot, replay) = Measure(orchestrators, events);
            Console.WriteLine(
                $"{events, 21:N0}   {hot.TotalMicroseconds, 11:N0} us   {replay.TotalMicroseconds, 13:N0} us   {replay / hot, 5:N1}"
            );
        }
    }

    /// <summary>Calls one activity after another.</summary>
    [Function("Steps")]
    public static async Task StepsAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        for (var step = 0; step < 1_000_000; step++)
        {
            await context.CallActivityAsync<int>(nameof(Step), step);
        }
    }

    /// <summary>Never called: its results are given to the orchestrator by hand.</summary>
    [Function(nameof(Step))]
    public static int Step([ActivityTrigger] int step) => step;

    private static (TimeSpan Hot, TimeSpan Replay) Measure(Orchestrators orchestrators, int events)
    {
        var at = new DateTime(2026, 6, 20, 6, 0, 0, DateTimeKind.Utc).Ticks;
        var row = new InstanceRow(Guid.NewGuid().ToString("n"), "1", "Steps", OrchestrationRuntimeStatus.Running, null, at);
        var history = new List<HistoryEvent>();
        OrchestratorSession? session = null;
        var message = HistoryEvents.ExecutionStarted(row);
        while (history.Count < events)
        {
            session = TakeTurn(message);
            message = HistoryEvents.TaskCompleted(history[^1].EventId, "1");
        }

        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < Measured; i++)
        {
            orchestrators.Try(row, NewEvents(message), history);
        }

        var replay = Stopwatch.GetElapsedTime(begun) / Measured;
        begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < Measured; i++)
        {
            TakeTurn(message);
            message = HistoryEvents.TaskCompleted(history[^1].EventId, "1");
        }

        return (Stopwatch.GetElapsedTime(begun) / Measured, replay);

        OrchestratorSession? TakeTurn(HistoryEvent taken)
        {
            var newEvents = NewEvents(taken);
            var turn = orchestrators.Run(row, session, newEvents, () => history, () => { });
            history.AddRange(newEvents);
            history.AddRange(turn.Actions.Select(a => HistoryEvents.Recorded(a, at)).OfType<HistoryEvent>());
            return turn.Session;
        }

        HistoryEvent[] NewEvents(HistoryEvent taken)
        {
            taken.Timestamp ??= HistoryEvents.Time(at);
            return [HistoryEvents.TurnStarted(at), taken];
        }
    }
}
