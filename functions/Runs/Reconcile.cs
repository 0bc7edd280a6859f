using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Runs;

/// <summary>Starts the reconciliation runs that are due. Dispute runs, D and DF, are an operator's.</summary>
public sealed class Reconcile(RunDriver driver)
{
    private static readonly string[] Runs = ["R1", "R2", "R3", "RF"];

    /// <summary>Every five minutes: R1 to RF.</summary>
    [Function(nameof(Reconcile))]
    public Task RunAsync(
        [TimerTrigger("30 */5 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    ) => driver.DriveAsync(new DurableRunOrchestrations(client), Runs, cancellationToken);
}
