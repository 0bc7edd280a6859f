using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Deleting histories of orchestrations.</summary>
public sealed class PurgeHistory : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "purge-history.md";

    /// <inheritdoc/>
    public override string Title => "Purge the history of orchestrations";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        page.Text(
            "The records, results and cuts of runs are in the ledger; an orchestration's history is needed for nothing once its run is closed. Here four runs have closed and one is under way:"
        );
        foreach (var run in new[] { "II", "SF", "R1", "R2" })
        {
            await Shell.RunAsync($"curl -s -f -X POST {host.Address}api/settlement/2026-06-16/{run}");
            // On a busy machine a run may be asked about many thousand times. With a second at each the clock passed midnight, and the page
            // prints dates.
            await host.EndOfAsync($"settle-2026-06-16-{run}-1", TimeSpan.FromMilliseconds(10));
        }

        host.FailPeriod(17);
        await Shell.RunAsync($"curl -s -f -X POST {host.Address}api/settlement/2026-06-16/R3");
        await host.StandingUntilAsync(
            "api/settlement/2026-06-16/R3",
            run => run.GetProperty("cut").ValueKind == System.Text.Json.JsonValueKind.Object
        );
        await page.CommandAsync(
            "curl -s http://localhost:7071/runtime/webhooks/durabletask/instances | jq -c '.[] | {instanceId, runtimeStatus, createdTime}'"
        );
        page.Text("One of them; one that is not there is 404, and one that has not ended is not purged:");
        await page.CommandAsync(
            "curl -s -X DELETE http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-II-1 | jq -c ."
        );
        await page.CommandAsync(
            "curl -s -X DELETE http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-II-1 | jq '{status, title}'"
        );
        await page.CommandAsync(
            "curl -s -X DELETE http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-R3-1 | jq '{status, title}'"
        );
        page.Text(
            "Many, by age and state. `createdTimeFrom` is needed; a state that does not exist is refused, for it would otherwise be a purge of every state."
        );
        await page.CommandAsync(
            "curl -s -X DELETE 'http://localhost:7071/runtime/webhooks/durabletask/instances?createdTimeFrom=2026-01-01T00:00:00Z&runtimeStatus=Complete' | jq '{status, title}'"
        );
        await page.CommandAsync(
            "curl -s -X DELETE 'http://localhost:7071/runtime/webhooks/durabletask/instances?createdTimeFrom=2026-01-01T00:00:00Z&createdTimeTo=2026-07-01T00:00:00Z&runtimeStatus=Completed,Terminated' | jq -c ."
        );
        page.Text("The run under way is still there, and so are the reports of all runs:");
        await page.CommandAsync(
            "curl -s http://localhost:7071/runtime/webhooks/durabletask/instances | jq -c '.[] | {instanceId, runtimeStatus}'"
        );
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16 | jq -c '.items[] | {run, attempt, state}'");
        host.Mend();
        await host.EndOfAsync("settle-2026-06-16-R3-1");
    }
}
