using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Telling a party why it is charged.</summary>
public sealed class ExplainReconciliation : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "explain-reconciliation.md";

    /// <inheritdoc/>
    public override string Title => "Explain what a reconciliation run charges";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await host.SendLateReadingAsync();
        page.Text("A correction of one meter arrives after SF. R1 takes it in:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/R1 | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-R1-1");
        page.Text("What it charges beside SF, with interest for the days between the two runs:");
        await page.CommandAsync("curl -s 'http://localhost:7071/api/reconciliation/2026-06-16?to=R1' | jq -c '{from, to, days}, .items[]'");
        page.Text("Why? The first request starts the computation; when it has ended, the same request answers what each cause moved:");
        await page.CommandAsync("curl -s 'http://localhost:7071/api/reconciliation/2026-06-16/movement?to=R1' | jq -r .id");
        await host.EndOfAsync("movement-2026-06-16-SF-1-R1-1");
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/api/reconciliation/2026-06-16/movement?to=R1' | jq -c '.controls, (.items[] | {party, difference, effects: [.effects[] | select(.effect != 0)]})'"
        );
        page.Text("The meters behind it, in energy:");
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/api/reconciliation/2026-06-16/movement/meters?to=R1&atLeastKwh=1000' | jq -c '.items[]'"
        );
    }
}
