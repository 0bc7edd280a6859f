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
    }
}
