using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Looking at values that wait aside because they are implausible, and releasing one.</summary>
public sealed class ReleaseValues : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "release-values.md";

    /// <inheritdoc/>
    public override string Title => "Look at doubtful values, and release one that is right";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendDayAsync();
        page.Text(
            "A half hour over the limit of its connection type is told. With `quarantineImplausible` 1 it waits aside, alone, until somebody releases it; limits are in the set `parameters`:"
        );
        await page.CommandAsync(
            "printf 'name,value\\nalpha,0.45\\nplausibleKwhW,50\\nquarantineImplausible,1\\n' | curl -s -X PUT -H 'Content-Type: text/csv' --data-binary @- http://localhost:7071/api/reference/parameters | jq -c ."
        );
        page.Text("(A meter now sends 1 kWh, then 62.5 kWh.) What is doubtful of a day:");
        await host.SendAsync("readings", [RunbookHost.Reading(1).Replace("[1]", "[1,62.5]", StringComparison.Ordinal)]);
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/api/doubts?day=2026-06-16' | jq '{total, byCode, bySupplier, item: .items[0] | del(.id)}'"
        );
        page.Text("The rest of the message counts. A run says how many values of which supplier wait:");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-SF-1");
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16/SF | jq -c '{state, warnings}'");
        page.Text(
            "Ask the supplier. If the value is wrong, a corrected message is all it takes. If it is right, release it, with the reason; up to 1,000 ids go in one request:"
        );
        await page.CommandAsync(
            "ids=$(curl -s 'http://localhost:7071/api/doubts?day=2026-06-16&code=implausible-value' | jq -c '[.items[] | select(.state == \"waiting\") | .id]'); curl -s -X POST -H 'Content-Type: application/json' -d \"{\\\"ids\\\":$ids,\\\"why\\\":\\\"The supplier confirms it.\\\"}\" http://localhost:7071/api/doubts/release | jq -c ."
        );
        await host.UntilAsync("api/doubts", list => list.ToString().Contains("released", StringComparison.Ordinal));
        page.Text(
            "The value counts as if it had arrived with its message: a correction that has come since wins over it. Runs that open from now on have it; the one that closed stays what it is:"
        );
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/R1 | jq -r .id");
        await host.EndOfAsync("settle-2026-06-16-R1-1");
        await page.CommandAsync("curl -s http://localhost:7071/api/settlement/2026-06-16/R1 | jq -c '{state, warnings}'");
        await page.CommandAsync("curl -s -X POST http://localhost:7071/api/settlement/2026-06-16/SF/verify | jq -c .");
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/audit | jq -c '.items[] | select(.what == \"release\") | {who, what, why}'"
        );
    }
}
