using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Holding a run and letting it go on.</summary>
public sealed class SuspendAndResume : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "suspend-resume.md";

    /// <inheritdoc/>
    public override string Title => "Suspend a run and let it go on";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        host.FailPeriod(17);
        page.Text(
            "A run is under way. What it has begun ends; nothing new is begun while it is suspended. Its cut stays as it is, so what arrives meanwhile changes nothing."
        );
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.StandingUntilAsync(
            "runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1",
            status => status.GetProperty("customStatus").ToString().Contains("settle", StringComparison.Ordinal)
        );
        await page.CommandAsync(
            "curl -s -o /dev/null -w '%{http_code}\\n' -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/suspend?reason=prices%20are%20in%20doubt'"
        );
        await page.CommandAsync(
            "curl -s http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1 | jq -c '{runtimeStatus, customStatus}'"
        );
        page.Text("The record goes on saying `running`, so that nobody starts another attempt beside it:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq '{status, detail}'");
        host.Mend();
        page.Text("Let it go on, with a reason again, and look at it when it has ended:");
        await page.CommandAsync(
            "curl -s -o /dev/null -w '%{http_code}\\n' -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/resume?reason=prices%20confirmed'"
        );
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{run, attempt, state}'");
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1?showHistory=true' | jq -c '.historyEvents[] | select(.By) | {EventType, Reason, By, Timestamp}'"
        );
    }
}
