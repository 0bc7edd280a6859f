using Functions.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Hosting;
using Settlement.Hosting.Replay;
using Settlement.Reference;
using Settlement.Simulation.National;

namespace Settlement.Bench.National;

/// <summary>Makes a data folder ready for a national day: hubs filled, reference data loaded, nothing taken in yet.</summary>
internal static class NationalSetup
{
    /// <summary>Fills the hubs through a host that feeds no function.</summary>
    public static async Task<NationalDay> FillAsync(
        LocalOptions options,
        NationalOptions national,
        IProgress<long> progress,
        CancellationToken cancellationToken
    )
    {
        await using var host = await LocalHost.StartAsync(options with { Triggers = false, Clock = national.Clock }, cancellationToken);
        var day = await new NationalFill(host.Services.GetRequiredService<IEmbeddedHub>(), national).RunAsync(progress, cancellationToken);
        var folder = Path.Combine(options.DataFolder, "market");
        var files = NationalMarket.Write(national, day, folder, cancellationToken);
        await host
            .Services.GetRequiredService<ReferenceStore>()
            .ReplaceAsync(ReferenceFolder.Read(Path.Combine(folder, "reference")).Sets, null, cancellationToken);
        await new Replayer(host).SendAsync(files, progress, cancellationToken);
        return day;
    }
}
