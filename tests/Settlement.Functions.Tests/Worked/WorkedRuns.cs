using System.Text.Json;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Tests.Support;
using Settlement.Hosting.Replay;
using Settlement.Hosting.Reporting;
using Settlement.Local.Commands;

namespace Settlement.Functions.Tests.Worked;

/// <summary>The worked example through the command line's own commands: reference, replay, settle --json.</summary>
public sealed class WorkedRuns : IAsyncLifetime
{
    private static readonly Instant Later = Instant.FromUtc(2026, 7, 20, 6, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, (int ExitCode, IReadOnlyList<JsonElement> Periods)> _runs = [];

    private string Data => Path.Combine(_folder.Path, "data");

    public async Task InitializeAsync()
    {
        await ReferenceAsync("weights");
        await ReplayAsync(RunningHost.Morning, ("market.jsonl", WorkedExample.Market()), ("readings.jsonl", WorkedExample.Readings()));
        await SettleAsync("sf", "SF");
        await ReferenceAsync("weights_weighted_case");
        await SettleAsync("weighted", "II");
        await ReferenceAsync("weights");
        await ReplayAsync(Later, ("late.jsonl", [WorkedExample.LateReading()]));
        await SettleAsync("r1", "R1");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    internal int ExitCodeOf(string part) => _runs[part].ExitCode;

    internal IReadOnlyList<JsonElement> Periods(string part) => _runs[part].Periods;

    /// <summary>The period that the example is about.</summary>
    internal JsonElement Period(string part) => Periods(part)[16];

    private async Task ReferenceAsync(string weights)
    {
        foreach (var (set, csv) in WorkedExample.Reference(weights))
        {
            _folder.Write($"{weights}/{set}.csv", csv);
        }
        Assert.Equal(
            0,
            await ReferenceCommand.RunAsync(
                RunningHost.Options(Data),
                new Screen(quiet: true),
                Path.Combine(_folder.Path, weights),
                CancellationToken.None
            )
        );
    }

    private async Task ReplayAsync(Instant clock, params (string Name, IEnumerable<string> Lines)[] files)
    {
        var paths = files.Select(file => _folder.Write(file.Name, string.Join('\n', file.Lines) + "\n")).ToArray();
        Assert.Equal(
            0,
            await ReplayCommand.RunAsync(
                RunningHost.Options(Data, clock),
                new Screen(quiet: true),
                paths,
                new ReplayOptions(),
                CancellationToken.None
            )
        );
    }

    private async Task SettleAsync(string part, string run)
    {
        var path = Path.Combine(_folder.Path, $"{part}.json");
        var exit = await SettleCommand.RunAsync(
            RunningHost.Options(Data, Later),
            new Screen(quiet: true),
            SettlementDay.Parse(WorkedExample.Day),
            run,
            verify: false,
            path,
            CancellationToken.None
        );
        _runs[part] = (exit, [.. JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(path)).EnumerateArray()]);
    }
}
