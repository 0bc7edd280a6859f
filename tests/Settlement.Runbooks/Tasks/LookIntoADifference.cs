using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>A closed run whose stored figures are not what its readings give.</summary>
public sealed class LookIntoADifference : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "look-into-a-difference.md";

    /// <inheritdoc/>
    public override string Title => "Look into a run that verification found different";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        await host.SettleAsync("RF");
        await host.ChangeStoredAsync("results", $"{RunbookHost.Day}-RF-0001", "period-17-00", "\"net\":");
        page.Text(
            "Every closed run from RF on, and a sample of the others, is computed again from every reading. (For this page one digit of a stored result was changed.) The timer function does it; to have it done now:"
        );
        await page.CommandAsync(
            "curl -s -o /dev/null -w '%{http_code}\\n' -X POST -H 'Content-Type: application/json' -d '{}' http://localhost:7071/admin/functions/VerifyLedger"
        );
        await host.StandingUntilAsync(
            $"api/settlement/{RunbookHost.Day}",
            answer => answer.GetProperty("items")[0].GetProperty("check").ValueKind == System.Text.Json.JsonValueKind.Object
        );
        page.Text("The run is marked, and the log has a message of level Critical with the same text:");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16 | jq '.items[] | {run, attempt, state, equal: .check.equal, difference: (.check.difference | split(\":\")[0])}'"
        );
        page.Text(
            "Find out which of the two is wrong before anything of that day is settled again. What the period comes to on all that is ingested now, storing nothing:"
        );
        await page.CommandAsync(
            "curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/RF/periods/17/dry | jq -c '[.parties[] | {party, net}]'"
        );
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16/RF/periods/17 | jq -c '[.parties[] | {party, net}]'"
        );
        page.Text(
            "Here the stored result was damaged. A closed run is not computed again: restore the table `results` from a backup, and verify. If instead the readings or the reference data were damaged, `verify` names the block or the set that is."
        );
    }
}
