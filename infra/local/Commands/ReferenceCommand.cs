using Microsoft.Extensions.DependencyInjection;
using Settlement.Hosting;
using Settlement.Hosting.Reporting;
using Settlement.Reference;

namespace Settlement.Local.Commands;

/// <summary>Loads a folder of reference data, all of it or nothing.</summary>
internal static class ReferenceCommand
{
    public static async Task<int> RunAsync(LocalOptions options, Screen screen, string folder, CancellationToken cancellationToken)
    {
        var reference = ReferenceFolder.Read(folder);
        await using var host = await LocalHost.StartAsync(options, cancellationToken);
        await LoadAsync(host, screen, reference, cancellationToken);
        return ExitCode.Done;
    }

    /// <summary>Tells what would be refused, and which rows name what no set has; changes nothing.</summary>
    public static async Task<int> CheckAsync(LocalOptions options, Screen screen, string folder, CancellationToken cancellationToken)
    {
        var reference = ReferenceFolder.Read(folder);
        await using var host = await LocalHost.StartAsync(options with { Triggers = false }, cancellationToken);
        var dangling = await host
            .Services.GetRequiredService<ReferenceStore>()
            .CheckAsync(
                [.. reference.Sets.Select(set => ReferenceSource.FromText(set.Key, set.Value))],
                reference.LossFactorFiles,
                cancellationToken
            );
        await PrintAsync(dangling);
        screen.Result(
            dangling.Total == 0
                ? $"'{folder}' can be loaded, and every row names what is there. Nothing was changed."
                : $"'{folder}' can be loaded, but {dangling.Total} rows name what is not there. Nothing was changed."
        );
        return dangling.Total == 0 ? ExitCode.Done : ExitCode.Error;
    }

    public static async Task LoadAsync(LocalHost host, Screen screen, ReferenceFolder reference, CancellationToken cancellationToken)
    {
        var versions = await host
            .Services.GetRequiredService<ReferenceStore>()
            .ReplaceAsync(reference.Sets, reference.LossFactorFiles, cancellationToken);
        if (reference.LossFactorFiles.Count > 0)
        {
            screen.Note("Of D0265 files the record count and the completeness of each day were verified, the checksum was not.");
        }
        screen.Table(
            "Reference data",
            ["set", "version", "rows"],
            versions
                .Values.OrderBy(v => v.Set, StringComparer.Ordinal)
                .Select(v => new[] { v.Set, Figures.Count(v.Version), Figures.Count(v.Rows) })
        );
        await PrintAsync(await host.Services.GetRequiredService<ReferenceStore>().FindDanglingAsync(cancellationToken));
    }

    private static async Task PrintAsync(DanglingReferences dangling)
    {
        foreach (var problem in dangling.First)
        {
            await Console.Error.WriteLineAsync(problem.ToString());
        }
        if (dangling.Total > dangling.First.Count)
        {
            await Console.Error.WriteLineAsync($"… and {dangling.Total - dangling.First.Count} more.");
        }
    }
}
