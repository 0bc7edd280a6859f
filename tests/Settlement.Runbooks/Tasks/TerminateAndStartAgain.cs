using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Ending a run by force, and the next attempt.</summary>
public sealed class TerminateAndStartAgain : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "terminate-start-again.md";

    /// <inheritdoc/>
    public override string Title => "Terminate a run and start it again";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        host.FailPeriod(17);
        page.Text(
            "A run is under way and must not go on, for instance because reference data was loaded wrong. Terminate its orchestration; the reason becomes its output."
        );
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.StandingUntilAsync(
            "api/settlement/2026-06-16/SF",
            run => run.GetProperty("cut").ValueKind == System.Text.Json.JsonValueKind.Object
        );
        await page.CommandAsync(
            "curl -s -o /dev/null -w '%{http_code}\\n' -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/terminate?reason=wrong%20loss%20factors'"
        );
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await page.CommandAsync(
            "curl -s http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1 | jq -c '{runtimeStatus, output}'"
        );
        host.Mend();
        page.Text("The record says `running` until somebody looks: the next start does.");
        page.Text(
            "When the cause is mended, start the run again. It becomes the next attempt, with a cut and reference versions of its own; the terminated one changes nothing any more."
        );
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-SF-2");
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{run, attempt, state}'");
        page.Text("An instance that has ended cannot be terminated (410), and one that never was is not found (404):");
        await page.CommandAsync(
            "curl -s -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/terminate?reason=again' | jq '{status, title}'"
        );
        await page.CommandAsync(
            "curl -s -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-9/terminate?reason=again' | jq '{status, title}'"
        );
    }
}
