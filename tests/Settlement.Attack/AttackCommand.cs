using System.Globalization;

namespace Settlement.Attack;

/// <summary>Starts a host with a small settled market, attacks it, and judges it by its statuses and its memory.</summary>
internal static class AttackCommand
{
    private const long MaxMegabytes = 500;

    /// <returns>0 when no answer was 5xx, nothing that must be refused was taken, and the host's memory is within bounds; 1 otherwise.</returns>
    public static async Task<int> RunAsync(AttackOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("attack-");
        try
        {
            Line($"A market of {options.Meters} meters is made and settled.");
            await using var host = await TargetHost.StartAsync(folder.FullName, options.Meters, cancellationToken);
            var tally = new Tally();
            using var client = new AttackClient(host.Address, tally);
            Line($"{host.Megabytes()} MB at the start. Known attacks:");
            await KnownAttacks.SendAsync(client, host, Line, cancellationToken);
            Line($"{host.Megabytes()} MB. {options.Requests} random requests from seed {options.Seed} on, {options.Parallel} at a time:");
            await RandomRequests.SendAsync(client, options, cancellationToken);
            var refused = await TargetHost.IsRefusedAsync(
                new() { ["Embedded__Urls"] = "http://0.0.0.0:0" },
                Path.Combine(folder.FullName, "open"),
                cancellationToken
            );
            tally.Expect(refused, "all interfaces without keys are refused");

            Line($"{TimeProvider.System.GetElapsedTime(start):hh\\:mm\\:ss}");
            tally.Print(Line);
            var (now, most) = (host.Megabytes(), host.MostMegabytes());
            Line($"{now} MB at the end, {most} MB at the most; the log has {host.LogLines} lines.");
            var isWell = tally.IsWell && now <= MaxMegabytes && !host.HasEnded;
            Line($"{(isWell ? "The host stands." : "The host does NOT stand.")}");
            return isWell ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
