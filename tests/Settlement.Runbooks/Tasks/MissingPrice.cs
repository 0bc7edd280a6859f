using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>A new attempt at a run that was inexact.</summary>
public sealed class MissingPrice : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "missing-price.md";

    /// <inheritdoc/>
    public override string Title => "Start a run again that was inexact for a missing price";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        var last = RunbookHost.MarketOf(48);
        await host.SendDayAsync(unless: body => body == last);
        await host.SendAsync("market", [last.Replace("systemPrice", "unknown", StringComparison.Ordinal)]);
        page.Text("A run that lacks an input is not final. It names what is missing, and where:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{attempt, state, reasons}'");
        page.Text("The message was sent with a type that does not exist, and was rejected:");
        await page.CommandAsync("curl -s 'http://localhost:7071/api/rejects?reason=unknown-value' | jq -c '.items[] | {reasons, body}'");
        await host.SendAsync("market", [last]);
        page.Text("When the price has arrived, start the run again. It is the next attempt, with a cut of its own:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-SF-2");
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{attempt, state, reasons}'");
        page.Text("A closed run refuses another start:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq '{status, detail}'");
    }
}
