using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;
using Settlement.Ledger.Reference;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Runs;

/// <summary>Starts the Settlement Runs that have fallen due by the timetable and were never started.</summary>
public sealed class DriveSettlement(RunStarter starter, RunStore runs, ReferenceStore references, IConfiguration configuration, TimeProvider clock, ILogger<DriveSettlement> logger)
{
    /// <summary>The setting for the first Settlement Day that this platform settles; without it nothing is driven.</summary>
    public const string FirstDaySetting = "Settlement:FirstDay";

    /// <summary>Looks for due runs; what is due is started once, oldest day first.</summary>
    [Function(nameof(DriveSettlement))]
    public async Task RunAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (!SettlementDay.TryParse(configuration[FirstDaySetting], out var day))
        {
            logger.NothingDriven(FirstDaySetting);
            return;
        }

        var reference = await references.LoadCurrentAsync(cancellation);
        var today = SettlementDay.At(Instant.FromDateTimeOffset(clock.GetUtcNow()));
        for (; day < today; day = day.Next)
        {
            var started = (await runs.ListAsync(day, cancellation)).Select(record => record.Run).ToHashSet(StringComparer.Ordinal);
            foreach (var run in RunTimetable.Due(reference.On(day), today).Where(run => !started.Contains(run)))
                await StartAsync(client, day, run, cancellation);
        }
    }

    private async Task StartAsync(DurableTaskClient client, SettlementDay day, string run, CancellationToken cancellation)
    {
        try
        {
            await starter.StartAsync(client, day, run, cancellation);
        }
        catch (RunConflictException)
        {
            // Somebody else has started it: that is what was wanted.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One day that cannot be started must not hold up the others; it is tried again at the next tick.
            logger.DueRunNotStarted(e, run, day.ToString());
        }
    }
}
