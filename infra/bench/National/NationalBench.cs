using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Settlement.Bench.Measuring;
using Settlement.Domain;
using Settlement.Functions.Runs;
using Settlement.Hosting;
using Settlement.Hosting.Replay;
using Settlement.Hosting.Reporting;
using Settlement.Simulation.National;
using Settlement.Storage.Diagnostics;

namespace Settlement.Bench.National;

/// <summary>
/// Measures a national day from message bytes in the Event Hub to closed runs. The hub is filled by a host that feeds no function; then the clock
/// starts, and with it a host that does.
/// </summary>
public sealed class NationalBench(LocalOptions options, NationalOptions national, Screen screen)
{
    private const string Ledger = LocalHost.LedgerFile + "*";

    /// <summary>The steps of taking events in, in their order, as the activities name them.</summary>
    private static readonly string[] IngestParts =
    [
        "hub read",
        LedgerActivity.Decode,
        LedgerActivity.Encode,
        LedgerActivity.Store,
        LedgerActivity.Commit,
    ];

    /// <summary>The activities of a run, in their order.</summary>
    private static readonly string[] RunParts =
    [
        nameof(RunActivities.TryOpenRun),
        nameof(RunActivities.FoldShards),
        nameof(RunActivities.AssemblePeriods),
        nameof(RunActivities.SettlePeriod),
        nameof(RunActivities.CloseRun),
    ];

    private readonly List<Stage> _stages = [];
    private readonly LocalOptions _options = options with { Clock = national.Clock };

    /// <summary>Fills and measures.</summary>
    public async Task<BenchReport> RunAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var day = await screen.ProgressAsync(
            "Filling the hub",
            null,
            progress => NationalSetup.FillAsync(_options, national, progress, cancellationToken)
        );
        var fill = watch.Elapsed.TotalSeconds;
        // What filling the hub left behind is not what taking it in needs.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        using var watches = new Stopwatches();
        var exact = await MeasureAsync(watches, day, cancellationToken);
        return new BenchReport(
            Machine.Here(),
            national.Meters,
            day.Cast.Suppliers.Length,
            day.Cast.Groups.Length,
            day.Events,
            day.Messages,
            day.Late,
            day.Messages * national.Day.Periods,
            day.Bytes,
            fill,
            Bytes("*.log"),
            LedgerFile.Blocks(Path.Combine(_options.DataFolder, LocalHost.LedgerFile)),
            Bytes(Ledger),
            _stages,
            exact
        );
    }

    private async Task<bool> MeasureAsync(Stopwatches watches, NationalDay day, CancellationToken cancellationToken)
    {
        LocalHost? host = null;
        try
        {
            var (ingest, steps, _) = await watches.RunAsync(
                "ingest",
                day.Messages,
                day.Bytes,
                async () =>
                {
                    host = await LocalHost.StartAsync(_options, cancellationToken);
                    await new Replayer(host).IngestedAsync(cancellationToken);
                    return 0;
                }
            );
            _stages.Add(ingest with { Stored = Bytes(Ledger) });
            _stages.AddRange(
                IngestParts
                    .Where(steps.ContainsKey)
                    .Select(part => new Stage(
                        part,
                        true,
                        steps[part].Busy.TotalSeconds,
                        steps[part].Thread.TotalSeconds,
                        day.Messages,
                        day.Bytes,
                        default,
                        0
                    ))
            );

            var exact = true;
            foreach (var run in new[] { "SF", "R1" })
            {
                exact &= await SettleAsync(watches, new SettlementApi(host!.Client), run, day, cancellationToken);
            }
            await ReadAsync(
                watches,
                host!.Client,
                "versions of a meter",
                $"api/readings/{day.Corrected.Mpan}/{national.Day}?limit=1000",
                cancellationToken
            );
            await ReadAsync(watches, host.Client, "live totals", $"api/live/{national.Day}", cancellationToken);
            return exact;
        }
        finally
        {
            if (host is not null)
            {
                await host.DisposeAsync();
            }
        }
    }

    private async Task<bool> SettleAsync(
        Stopwatches watches,
        SettlementApi api,
        string run,
        NationalDay day,
        CancellationToken cancellationToken
    )
    {
        var (stage, steps, report) = await watches.RunAsync(
            $"settle {run}",
            day.Messages,
            0,
            () => api.SettleAsync(national.Day, run, cancellationToken)
        );
        using (report)
        {
            _stages.Add(stage with { Stored = Bytes(Ledger) });
            _stages.AddRange(
                RunParts
                    .Where(steps.ContainsKey)
                    .Select(part => new Stage(
                        part,
                        true,
                        steps[part].Wall.TotalSeconds,
                        steps[part].Process.TotalSeconds,
                        0,
                        0,
                        default,
                        0
                    ))
            );
            return IsExact(report.RootElement, run, day);
        }
    }

    private bool IsExact(JsonElement report, string run, NationalDay day)
    {
        var exact = report.GetProperty("state").GetString() == "closed";
        if (!exact)
        {
            RunPrinter.Print(screen, report);
        }
        if (!report.TryGetProperty("gspGroups", out var groups))
        {
            return false;
        }
        var uncorrected = groups
            .EnumerateArray()
            .ToDictionary(group => group.GetProperty("gspGroup").GetString()!, group => group.GetProperty("uncorrected").GetDecimal());
        for (var group = 0; group < day.Cast.Groups.Length; group++)
        {
            var id = day.Cast.Groups[group].Id;
            var sent =
                Enumerable.Range(1, national.Day.Periods).Sum(period => day.Totals.GetGroupTotal(group, 0, period))
                / EnergyUnits.MilliWattHoursPerMwh;
            if (uncorrected.GetValueOrDefault(id) == sent)
            {
                continue;
            }
            exact = false;
            screen.Result(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"WRONG: {run} has {uncorrected.GetValueOrDefault(id)} MWh in {id}, sent were {sent} MWh."
                )
            );
        }

        return exact;
    }

    /// <summary>Asks twice: what was asked for once is in memory, and both are of interest.</summary>
    private async Task ReadAsync(Stopwatches watches, HttpClient client, string name, string path, CancellationToken cancellationToken)
    {
        foreach (var when in new[] { "first", "again" })
        {
            var (stage, _, found) = await watches.RunAsync(
                $"{name}, {when}",
                0,
                0,
                async () =>
                {
                    using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
                    if (response.StatusCode == HttpStatusCode.NotFound)
                    {
                        return false;
                    }
                    response.EnsureSuccessStatusCode();
                    await response.Content.ReadAsByteArrayAsync(cancellationToken);
                    return true;
                }
            );
            if (found)
            {
                _stages.Add(stage);
            }
        }
    }

    private long Bytes(string pattern) =>
        !Directory.Exists(_options.DataFolder)
            ? 0
            : new DirectoryInfo(_options.DataFolder).EnumerateFiles(pattern, SearchOption.AllDirectories).Sum(file => file.Length);
}
