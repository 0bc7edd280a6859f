using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Runs;

/// <summary>Starts the settlement runs that are due.</summary>
public sealed class DriveSettlement(RunDriver driver)
{
    private static readonly string[] Runs = ["II", "SF"];

    /// <summary>Every five minutes: II and SF.</summary>
    [Function(nameof(DriveSettlement))]
    public Task RunAsync(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    ) => driver.DriveAsync(new DurableRunOrchestrations(client), Runs, cancellationToken);
}
