using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>Releasing a partition that is stopped, and replaying what was set aside.</summary>
public sealed class SetEventsAside : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "set-events-aside.md";

    /// <inheritdoc/>
    public override string Title => "Set events aside that stop a partition, and replay them";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        host.FailBlocks("2026-06-15");
        await host.EnqueueAsync(
            "readings",
            [RunbookHost.Reading(1), RunbookHost.Reading(2), RunbookHost.Reading(3, "2026-06-15"), RunbookHost.Reading(4)]
        );
        await host.UntilAsync("api/partitions", list => list.ToString().Contains("cannot be stored", StringComparison.Ordinal));
        page.Text(
            "A partition stops at an event that cannot be taken in, for nothing may be passed over. What came before is taken; what comes after waits. (For this page the blocks of one day were made impossible to store.)"
        );
        await page.CommandAsync("curl -s http://localhost:7071/api/partitions | jq '.items[] | select(.stop)'");
        page.Text(
            "If the cause cannot be mended soon, set the event aside, with a reason. It is kept as a reject with its whole body, and the partition goes on."
        );
        await page.CommandAsync(
            "curl -s -X POST -H 'Content-Type: application/json' -d '{\"from\":2,\"to\":2,\"why\":\"Waits for the next version.\"}' http://localhost:7071/api/partitions/readings/1/set-aside | jq -c ."
        );
        await host.UntilAsync(
            "api/partitions",
            list =>
                list.GetProperty("items")
                    .EnumerateArray()
                    .All(item => item.GetProperty("ingested").ToString() == item.GetProperty("lastEnqueued").ToString())
        );
        await page.CommandAsync(
            "curl -s http://localhost:7071/api/partitions | jq -c '.items[] | select(.setAside != []) | {hub, partition, lastEnqueued, ingested, stop, setAside}'"
        );
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/api/rejects?reason=set-aside' | jq '.total, .items[0].id, .items[0].reasons'"
        );
        host.Mend();
        page.Text("When the cause is mended, replay it. It is sent again as a new event, and leaves the list when it is accepted.");
        await page.CommandAsync(
            "curl -s -X POST -H 'Content-Type: application/json' -d '{\"reason\":\"set-aside\"}' http://localhost:7071/api/rejects/replay | jq -c ."
        );
        await host.UntilAsync("api/rejects", list => list.GetProperty("total").GetInt32() == 0);
        await page.CommandAsync("curl -s http://localhost:7071/api/rejects | jq -c '{total}'");
    }
}
