using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Functions.Runs;
using Settlement.Functions.Tests.Support;
using Settlement.Runs.Records;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Tests.Driving;

/// <summary>Records are mended from what became of their orchestrations, and from nothing older.</summary>
public sealed class RunWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_run_that_closed_since_its_record_was_read_is_neither_changed_nor_told_as_failed()
    {
        await using var host = await RunningHost.StartAsync(_folder.Path);
        await host.LoadAsync(WorkedExample.Reference());
        await host.SendAsync("market", WorkedExample.Market(WorkedExample.Day));
        await host.SendAsync("readings", WorkedExample.Readings(WorkedExample.Day));
        await host.SettleAsync(WorkedExample.Day, "SF");
        await host.EndOfAsync($"settle-{WorkedExample.Day}-SF-1");
        var runs = host.Services.GetRequiredService<RunStore>();
        var closed = (await runs.FindAsync(SettlementDay.Parse(WorkedExample.Day), "SF", default))!;
        var told = new Told();

        var mended = await new RunRepair(runs, told).RepairAsync(
            new DurableRunOrchestrations(host.Services.GetRequiredService<DurableTaskClient>()),
            closed with
            {
                State = RunState.Running,
            },
            default
        );
        Assert.Equal(RunState.Closed, mended.State);
        Assert.Equal(RunState.Closed, (await runs.FindAsync(closed.Key, default))!.State);
        Assert.Empty(told.Messages);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Told : ILogger<RunRepair>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Messages.Add(formatter(state, exception));
    }
}
