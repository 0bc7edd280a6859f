using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Loading reference data, and the proof that closed runs do not move.</summary>
public sealed class ChangeReferenceData : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "change-reference-data.md";

    /// <inheritdoc/>
    public override string Title => "Change reference data, and see that closed runs stay what they are";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        await host.SettleAsync("SF");
        page.Text(
            "A set is replaced as a whole, as a new version. Ingest uses it at once; a run uses the versions that were current when it opened. First fetch what is current:"
        );
        await page.CommandAsync("curl -s http://localhost:7071/api/reference/parameters");
        page.Text("A set with a bad row is refused, and nothing is changed:");
        await page.CommandAsync(
            "printf 'name,value\\nalpha,much\\n' | curl -s -X PUT -H 'Content-Type: text/csv' --data-binary @- http://localhost:7071/api/reference/parameters | jq '{status, detail, errors}'"
        );
        page.Text("The right one, with the reason for it:");
        await page.CommandAsync(
            "printf 'name,value\\nalpha,0.45\\ninterestRate,0.05\\n' | curl -s -X PUT -H 'Content-Type: text/csv' --data-binary @- 'http://localhost:7071/api/reference/parameters?why=base%20rate%20of%20July' | jq -c ."
        );
        page.Text("A run that closed before goes on with its versions. Computed again from every reading, it is equal:");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{run, state, parameters: .versions.parameters}'"
        );
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF/verify | jq -c .");
        page.Text("The next run takes the new version:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/R1 | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-R1-1");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/settlement/2026-06-16/R1 | jq -c '{run, state, parameters: .versions.parameters}'"
        );
        page.Text("Who changed what, and why, is kept:");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/audit | jq -c '.items[] | select(.of == \"parameters\") | {when, who, what, of, why}'"
        );
    }
}
