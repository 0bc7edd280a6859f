using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Going on after a hub was recreated, failed over or moved.</summary>
public sealed class OpenAnEpoch : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "open-an-epoch.md";

    /// <inheritdoc/>
    public override string Title => "Go on after a hub was recreated, failed over or moved";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        await host.SendAsync("readings", Enumerable.Range(1, 8).Select(meter => RunbookHost.Reading(meter)));
        await host.RecreateHubAsync("readings");
        await host.EnqueueAsync("readings", Enumerable.Range(11, 40).Select(meter => RunbookHost.Reading(meter)));
        await host.UntilAsync("api/partitions", list => list.ToString().Contains("counts its events anew", StringComparison.Ordinal));
        page.Text(
            "A hub that is recreated, failed over or moved counts its events from 0 again. By their numbers its first events would pass for events that were taken long ago, so the partition stops, runs that open meanwhile are inexact (`ingest-behind`), and the app is not ready. (For this page the hub's files were deleted after 8 events; 40 others were sent since.)"
        );
        await page.CommandAsync("curl -s http://localhost:7071/api/partitions | jq '.items[] | select(.stop)'");
        await page.CommandAsync("curl -s http://localhost:7071/api/health/ready | jq .notReady");
        page.Text(
            "Find out first what happened. Where the app is connected to the wrong hub, connect it to the right one: the stop ends by itself. Where the old hub still holds events beyond the last one taken, send them to the new hub; nothing else can bring them back. If the hub is the right one and counts anew, open a new epoch of the partition, with a reason. Everything that the hub holds is then taken as new, and everything that was taken before stays. Each partition of the hub has an epoch of its own. One that is still empty does not stop yet: its epoch can be opened as well, or it stops at its first event."
        );
        await page.CommandAsync(
            "curl -s -X POST -H 'Content-Type: application/json' -d '{\"why\":\"The namespace was moved to another region.\"}' http://localhost:7071/api/partitions/readings/1/epoch | jq -c ."
        );
        await host.UntilAsync(
            "api/partitions",
            list =>
                list.GetProperty("items")
                    .EnumerateArray()
                    .All(item => item.GetProperty("ingested").ToString() == item.GetProperty("lastEnqueued").ToString())
        );
        page.Text("The partition goes on within a minute or two.");
        await page.CommandAsync("curl -s http://localhost:7071/api/partitions | jq '.items[] | select(.epochs != [])'");
        page.Text(
            "Runs that ended inexact meanwhile start again by the timer. Where the hub is the one that was taken before, no epoch is opened: its events would be taken twice."
        );
        await page.CommandAsync(
            "curl -s -X POST -H 'Content-Type: application/json' -d '{\"why\":\"Once more.\"}' http://localhost:7071/api/partitions/readings/1/epoch | jq -r .detail"
        );
    }
}
