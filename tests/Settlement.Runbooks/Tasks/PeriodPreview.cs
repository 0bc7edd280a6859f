using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Looking at a period before a run is started.</summary>
public sealed class PeriodPreview : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "dry-period.md";

    /// <inheritdoc/>
    public override string Title => "Settle one period dry";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        var price = RunbookHost.MarketOf(48);
        await host.SendDayAsync(unless: body => body == price);
        page.Text(
            "What would a run print for a period, on all that is ingested and the reference data of now? Nothing is stored but the note of who asked, and no run is started:"
        );
        await page.CommandAsync(
            "curl -s -X POST 'http://localhost:7071/api/settlement/2026-06-16/SF/periods/17/dry?why=price%20check' | jq -c '.totals, (.parties[] | {party, imbalance, net})'"
        );
        page.Text("A period that lacks an input says which:");
        await page.CommandAsync(
            "curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF/periods/48/dry | jq -c '{period, missing}'"
        );
        await host.SendAsync("market", [price]);
        page.Text("Once it has arrived:");
        await page.CommandAsync(
            "curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF/periods/48/dry | jq -c '{period, missing, controls}'"
        );
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16 | jq '{status, detail}'");
    }
}
