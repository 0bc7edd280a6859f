using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Restarting what was terminated by mistake.</summary>
public sealed class RestartTerminated : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "restart-terminated.md";

    /// <inheritdoc/>
    public override string Title => "Restart a run that was terminated by mistake";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        host.FailPeriod(17);
        page.Text("A run was terminated that should have gone on:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.StandingUntilAsync(
            "api/settlement/2026-06-16/SF",
            run => run.GetProperty("cut").ValueKind == System.Text.Json.JsonValueKind.Object
        );
        await page.CommandAsync(
            "curl -s -o /dev/null -w '%{http_code}\\n' -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/terminate?reason=mistaken%20for%20another'"
        );
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{attempt, readings: [.cut.readings[].sequence]}'"
        );
        host.Mend();
        await host.SendLateReadingAsync();
        page.Text(
            "Restart it under the same id. It is the same attempt again: where its cut was recorded already, it keeps it, although a reading has come in since."
        );
        await page.CommandAsync(
            "curl -s -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/restart?restartWithNewInstanceId=false' | jq '{id, statusQueryGetUri}'"
        );
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{attempt, state, readings: [.cut.readings[].sequence]}'"
        );
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1?showHistory=true' | jq -c '.historyEvents[0]'"
        );
        page.Heading("What a restart cannot do");
        page.Text(
            "An attempt that is closed, or that another attempt has followed, is not computed again: the restarted orchestration fails, says so, and changes nothing. Without `restartWithNewInstanceId=false` the restart gets an id of its own; it works at the same attempt all the same."
        );
        await page.CommandAsync(
            "curl -s -X POST http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/restart | jq -r .id"
        );
        await host.UntilAsync("runtime/webhooks/durabletask/instances?runtimeStatus=Failed", list => list.GetArrayLength() == 1);
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/runtime/webhooks/durabletask/instances?runtimeStatus=Failed' | jq -r '.[].output'"
        );
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{attempt, state, failure}'");
    }
}
