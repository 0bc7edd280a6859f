using System.Net;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>Starting runs: the links, a second attempt, disputes.</summary>
[Collection(SettledMarket.Name)]
public sealed class StartTests(SettledMarket market)
{
    [Fact]
    public async Task A_start_answers_with_links_that_lead_to_the_end_of_the_run()
    {
        var answer = await market.Host.PostAsync($"api/settlement/{SettledMarket.Day}/R2");
        var links = answer.Is(HttpStatusCode.Accepted);
        links.HasFields("id", "statusQueryGetUri", "terminatePostUri", "sendEventPostUri", "purgeHistoryDeleteUri", "suspendPostUri", "resumePostUri", "rewindPostUri", "restartPostUri");
        Assert.Equal(links.Text("statusQueryGetUri"), answer.Location?.ToString());
        Assert.Equal($"settle-{SettledMarket.Day}-R2-1", links.Text("id"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await market.Host.EndOfAsync(links.Text("id")));

        var status = (await market.Host.GetAsync(links.Text("statusQueryGetUri"))).Is(HttpStatusCode.OK);
        Assert.Equal(("Completed", links.Text("id")), (status.Text("runtimeStatus"), status.Text("instanceId")));
        Assert.Equal("closed", (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/R2")).Json.Text("state"));
        Assert.Equal(HttpStatusCode.Gone, (await market.Host.PostAsync(links.Text("terminatePostUri").Replace("{text}", "late", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task An_inexact_run_is_started_again_as_the_next_attempt_with_a_new_cut()
    {
        const string day = "2026-06-10";
        var first = await market.Host.SettleAsync(day, "SF");
        Assert.Equal(("inexact", 1), (first.Text("state"), first.Number("attempt")));
        Assert.Equal(48 * 3, first.Items("reasons").Count);

        await market.SendDayAsync(day);
        var links = (await market.Host.PostAsync($"api/settlement/{day}/SF")).Is(HttpStatusCode.Accepted);
        Assert.Equal($"settle-{day}-SF-2", links.Text("id"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await market.Host.EndOfAsync(links.Text("id")));

        var second = Assert.Single(await market.Host.ItemsAsync($"api/settlement/{day}"));
        Assert.Equal(("closed", 2), (second.Text("state"), second.Number("attempt")));
        Assert.Empty(second.Items("reasons"));
        Assert.True(Sequences(second, "market") > Sequences(first, "market"));
        Assert.True(Sequences(second, "readings") > Sequences(first, "readings"));
        var period = (await market.Host.GetAsync($"api/settlement/{day}/SF/periods/1")).Is(HttpStatusCode.OK);
        Assert.False(period.TryGetProperty("missing", out _));
        (await market.Host.PostAsync($"api/settlement/{day}/SF")).IsProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task D_closes_twice_and_both_attempts_are_listed()
    {
        const string day = "2026-06-11";
        await market.SendDayAsync(day);
        var first = await market.Host.SettleAsync(day, "D");
        await market.Host.SendAsync("readings", WorkedExample.LateReading(day));
        var second = await market.Host.SettleAsync(day, "D");
        Assert.Equal(("closed", 1, "closed", 2), (first.Text("state"), first.Number("attempt"), second.Text("state"), second.Number("attempt")));

        var items = await market.Host.ItemsAsync($"api/settlement/{day}");
        Assert.Equal([("D", 1, "closed"), ("D", 2, "closed")], items.Select(item => (item.Text("run"), item.GetProperty("attempt").GetInt32(), item.Text("state"))));
        Assert.NotEqual(items[0].GetProperty("cut").GetRawText(), items[1].GetProperty("cut").GetRawText());
        Assert.Equal((48 * 1533.215m, 48 * 1516.94m), (Uncorrected(first), Uncorrected(second)));
        Assert.Equal(1516.94m, (await market.Host.GetAsync($"api/settlement/{day}/D/periods/5")).Json.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected"));
    }

    private static decimal Uncorrected(JsonElement run) => run.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected");

    private static decimal Sequences(JsonElement run, string hub) => run.GetProperty("cut").Items(hub).Sum(partition => partition.Number("sequence"));
}
