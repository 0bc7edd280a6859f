using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Looking at a run and at its orchestration.</summary>
public sealed class InspectRun : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "inspect-run.md";

    /// <inheritdoc/>
    public override string Title => "Inspect a run";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        page.Text(
            "A run has a record, which decides what counts, and for each attempt an orchestration with the id `settle-DAY-RUN-ATTEMPT`, which does the work. Start one by hand:"
        );
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq .");
        await host.EndOfAsync("settle-2026-06-16-SF-1");

        page.Heading("The record");
        page.Text("The runs of a day, and one run with its sums:");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16 | jq -c '.items[] | {run, attempt, state, started, ended, failure}'"
        );
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq '{state, reasons, warnings, readings: [.cut.readings[].sequence], totals, controls}'"
        );

        page.Heading("The orchestrations");
        page.Text(
            "All of a day, or those in some states; a page has `top` instances, and the header `x-ms-continuation-token` of the answer, sent again, gives the next:"
        );
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/runtime/webhooks/durabletask/instances?instanceIdPrefix=settle-2026-06-16&runtimeStatus=Completed,Failed&top=10' | jq -c '.[] | {instanceId, name, runtimeStatus}'"
        );
        page.Text(
            "One of them. The status code is 202 while it runs and 200 when it has ended; 500 for a failed one, if `returnInternalServerErrorOnFailure=true` asks for it:"
        );
        await page.CommandAsync("curl -s http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1 | jq .");
        page.Text(
            "Its history: what was done, how often, and the last events in full. `showHistoryOutput=true` adds results. Whatever an operator did has `By` and `Reason`."
        );
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1?showHistory=true' | jq -c '[.historyEvents[] | \"\\(.EventType) \\(.FunctionName // \"\")\"] | group_by(.) | map({(.[0]): length}) | add'"
        );
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/runtime/webhooks/durabletask/instances/settle-2026-06-16-SF-1?showHistory=true&showHistoryOutput=true' | jq '.historyEvents[-2:]'"
        );
    }
}
