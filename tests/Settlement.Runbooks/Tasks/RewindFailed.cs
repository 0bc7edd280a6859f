using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Rewinding a run that failed by a storage fault.</summary>
public sealed class RewindFailed : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "rewind-failed.md";

    /// <inheritdoc/>
    public override string Title => "Rewind a run whose activity failed by a storage fault";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        host.FailPeriod(17);
        page.Text(
            "A step that finds storage unavailable is tried five times over half a minute. Then the run fails, and its record names the activity, its input and the cause. (For this page the writes of one period's result were made to fail.)"
        );
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq '{attempt, state, failure, readings: [.cut.readings[].sequence]}'"
        );
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1?showHistory=true' | jq '.runtimeStatus, (.historyEvents[] | select(.EventType == \"TaskFailed\"))'"
        );
        await host.SendLateReadingAsync();
        page.Text(
            "When storage serves again, rewind the orchestration. What had failed is taken back and done again, what had succeeded stays, and the attempt goes on with the cut that it has, although a reading has come in since."
        );
        await page.CommandAsync(
            "curl -s -o /dev/null -w '%{http_code}\\n' -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/rewind?reason=storage%20serves%20again'"
        );
        await host.StandingUntilAsync("api/settlement/2026-06-16/SF", run => run.GetProperty("state").GetString() == "running");
        page.Text("The record goes back to `running` in the moment that the failed step runs again, and no other attempt can be started:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq '{status, detail}'");
        host.Mend();
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq '{attempt, state, failure, readings: [.cut.readings[].sequence]}'"
        );
        page.Text("It came to the same bytes as a run that never failed: recomputed from every reading it is equal.");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF/verify | jq -c .");
        page.Text("The history keeps what was taken back, and who rewound it:");
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1?showHistory=true' | jq -c '.historyEvents[] | select(.EventType == \"GenericEvent\" or .EventType == \"ExecutionRewound\") | if .By then {EventType, Reason, By} else {EventType, Data, FunctionName} end'"
        );
        page.Heading("What cannot be rewound");
        page.Text(
            "404 for an instance that is not there, 410 for one that completed or was terminated, 412 for one that has not ended, or that would only fail again."
        );
        await page.CommandAsync(
            "curl -s -X POST 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1/rewind?reason=again' | jq '{status, title}'"
        );
    }
}
