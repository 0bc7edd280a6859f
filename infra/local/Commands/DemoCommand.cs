using Settlement.Domain.Calendar;
using Settlement.Hosting;
using Settlement.Hosting.Reporting;
using Settlement.Reference;
using Settlement.Simulation;

namespace Settlement.Local.Commands;

/// <summary>
/// A market in a minute: simulate three days, one of them the long one of the clock change; ingest; settle II; take in what comes late; settle SF; report.
/// The clock moves with the market: to the morning after, then to where the late data arrives.
/// </summary>
internal sealed class DemoCommand(LocalOptions options, Screen screen)
{
    public async Task<int> RunAsync(bool exit, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.DataFolder, "demo");
        ScratchFolder.Recreate(folder);
        var market = new SimulationOptions { Out = Path.Combine(folder, "market") };
        var simulated = await SimulateCommand.WriteAsync(market, screen, cancellationToken);
        var hosted = options with { DataFolder = folder, Clock = simulated.Clock };
        await using var host = await LocalHost.StartAsync(hosted, cancellationToken);
        var api = new SettlementApi(host.Client);
        await ReferenceCommand.LoadAsync(host, screen, ReferenceFolder.Read(Path.Combine(market.Out, "reference")), cancellationToken);

        SettlementDay[] days = [.. Enumerable.Range(0, market.Days).Select(d => SettlementDay.FromNumber(market.From.Number + d))];
        var runs = new List<RunLine>();
        await IngestAsync(host, market, "initial", cancellationToken);
        await SettleAsync(api, runs, days, "II", cancellationToken);
        host.Clock.Set(simulated.LateClock);
        await IngestAsync(host, market, "late", cancellationToken);
        await SettleAsync(api, runs, days, "SF", cancellationToken);

        using var last = await api.GetAsync($"api/settlement/{days[^1]}/SF", cancellationToken);
        RunPrinter.Print(screen, last.RootElement);
        RunPrinter.PrintRuns(screen, runs);
        screen.Note(
            $"Figures of a made-up market are in '{Spectre.Console.Markup.Escape(folder)}'. Next: [blue]{host.Address}api/dashboard[/], api/settlement/{days[1]}/SF/periods/3, api/rejects, api/readings/…"
        );
        if (!exit)
        {
            await ServeCommand.UntilStoppedAsync(host, hosted, screen, cancellationToken);
        }
        return runs.TrueForAll(run => run.State == "closed") ? ExitCode.Done : ExitCode.Inexact;
    }

    private async Task IngestAsync(LocalHost host, SimulationOptions market, string sending, CancellationToken cancellationToken)
    {
        string[] files = [.. Directory.GetFiles(market.Out, $"*-{sending}.jsonl").Order(StringComparer.Ordinal)];
        var outcome = await ReplayCommand.ReplayAsync(host, screen, files, cancellationToken);
        screen.Note(
            $"{char.ToUpperInvariant(sending[0])}{sending[1..]} data: {outcome.Events:N0} events, {outcome.Accepted:N0} objects accepted, {outcome.Rejected:N0} rejected."
        );
    }

    private async Task SettleAsync(
        SettlementApi api,
        List<RunLine> runs,
        SettlementDay[] days,
        string run,
        CancellationToken cancellationToken
    )
    {
        foreach (var day in days)
        {
            using var report = await screen.WaitAsync($"Settling {run} of {day}", () => api.SettleAsync(day, run, cancellationToken));
            runs.Add(RunLine.FromJson(report.RootElement));
        }
    }
}
