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
        links.HasFields(
            "id",
            "statusQueryGetUri",
            "terminatePostUri",
            "sendEventPostUri",
            "purgeHistoryDeleteUri",
            "suspendPostUri",
            "resumePostUri",
            "rewindPostUri",
            "restartPostUri"
        );
        Assert.Equal(links.Text("statusQueryGetUri"), answer.Location?.ToString());
        Assert.Equal($"settle-{SettledMarket.Day}-R2-1", links.Text("id"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await market.Host.EndOfAsync(links.Text("id")));

        var status = (await market.Host.GetAsync(links.Text("statusQueryGetUri"))).Is(HttpStatusCode.OK);
        Assert.Equal(("Completed", links.Text("id")), (status.Text("runtimeStatus"), status.Text("instanceId")));
        Assert.Equal("closed", (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/R2")).Json.Text("state"));
        Assert.Equal(
            HttpStatusCode.Gone,
            (await market.Host.PostAsync(links.Text("terminatePostUri").Replace("{text}", "late", StringComparison.Ordinal))).Status
        );
    }

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("2199-01-01")]
    public async Task A_run_is_not_started_for_a_day_after_today(string day)
    {
        (await market.Host.PostAsync($"api/settlement/{day}/DF")).IsProblem(HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.NotFound, (await market.Host.GetAsync($"api/settlement/{day}/DF")).Status);
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
    public async Task Of_the_attempt_before_nothing_is_left_in_the_reports_of_the_next()
    {
        const string day = "2026-06-03";
        // All but the prices of the last period: the first attempt has figures for the others.
        await market.Host.SendAsync(
            "market",
            WorkedExample.Market(day).Select((body, i) => i < 47 ? body : body.Replace("systemPrice", "unknown", StringComparison.Ordinal))
        );
        await market.Host.SendAsync("readings", WorkedExample.Readings(day));
        var first = await market.Host.SettleAsync(day, "SF");
        Assert.Equal(
            ("inexact", "price-missing", 48),
            (first.Text("state"), Assert.Single(first.Items("reasons")).Text("code"), first.Items("reasons")[0].Number("period"))
        );
        Assert.Equal(47, (await market.Host.ItemsAsync($"api/settlement/{day}/SF/parties/ALFA")).Count);
        var before = (await market.Host.GetAsync($"api/settlement/{day}/SF/periods/5")).Text;

        // While nothing is mended another attempt changes nothing but its number.
        var second = await market.Host.SettleAsync(day, "SF");
        Assert.Equal((2, first.GetProperty("cut").GetRawText()), (second.Number("attempt"), second.GetProperty("cut").GetRawText()));
        Assert.Equal(before, (await market.Host.GetAsync($"api/settlement/{day}/SF/periods/5")).Text);

        await market.Host.SendAsync("market", WorkedExample.Market(day).Last());
        await market.Host.SendAsync("readings", WorkedExample.LateReading(day));
        var third = await market.Host.SettleAsync(day, "SF");
        Assert.Equal(("closed", 3), (third.Text("state"), third.Number("attempt")));
        Assert.NotEqual(first.GetProperty("cut").GetRawText(), third.GetProperty("cut").GetRawText());
        Assert.Empty(third.Items("reasons"));
        Assert.Single(await market.Host.ItemsAsync($"api/settlement/{day}"));
        Assert.Equal(48 * 1516.94m, Uncorrected(third));
        var parties = await market.Host.ItemsAsync($"api/settlement/{day}/SF/parties/ALFA");
        Assert.Equal(48, parties.Count);
        Assert.Single(parties.Select(item => item.Number("net")).Distinct());
        Assert.Equal("", await market.Host.DifferenceAsync(day, "SF"));
    }

    [Theory]
    [InlineData("2026-06-04", 2)]
    [InlineData("2026-06-05", 20)]
    public async Task Starts_of_an_inexact_run_at_the_same_time_make_one_next_attempt(string day, int starts)
    {
        Assert.Equal("inexact", (await market.Host.SettleAsync(day, "SF")).Text("state"));
        await market.SendDayAsync(day);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, starts).Select(_ => Task.Run(() => market.Host.PostAsync($"api/settlement/{day}/SF")))
        );

        var started = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.All(answers.Except([started]), answer => answer.IsProblem(HttpStatusCode.Conflict));
        Assert.Equal($"settle-{day}-SF-2", started.Json.Text("id"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await market.Host.EndOfAsync(started.Json.Text("id")));
        var instances = (await market.Host.GetAsync($"runtime/webhooks/durabletask/instances?instanceIdPrefix=settle-{day}")).Is(
            HttpStatusCode.OK
        );
        Assert.Equal(
            [$"settle-{day}-SF-1", $"settle-{day}-SF-2"],
            instances.EnumerateArray().Select(instance => instance.Text("instanceId")).Order()
        );
        Assert.Equal(
            ("closed", 2),
            Assert.Single(await market.Host.ItemsAsync($"api/settlement/{day}")) is var run
                ? (run.Text("state"), run.GetProperty("attempt").GetInt32())
                : default
        );
    }

    [Fact]
    public async Task D_closes_twice_and_both_attempts_are_listed()
    {
        const string day = "2026-06-11";
        await market.SendDayAsync(day);
        var first = await market.Host.SettleAsync(day, "D");
        await market.Host.SendAsync("readings", WorkedExample.LateReading(day));
        var second = await market.Host.SettleAsync(day, "D");
        Assert.Equal(
            ("closed", 1, "closed", 2),
            (first.Text("state"), first.Number("attempt"), second.Text("state"), second.Number("attempt"))
        );

        var items = await market.Host.ItemsAsync($"api/settlement/{day}");
        Assert.Equal(
            [("D", 1, "closed"), ("D", 2, "closed")],
            items.Select(item => (item.Text("run"), item.GetProperty("attempt").GetInt32(), item.Text("state")))
        );
        Assert.NotEqual(items[0].GetProperty("cut").GetRawText(), items[1].GetProperty("cut").GetRawText());
        Assert.Equal((48 * 1533.215m, 48 * 1516.94m), (Uncorrected(first), Uncorrected(second)));
        Assert.Equal(
            1516.94m,
            (await market.Host.GetAsync($"api/settlement/{day}/D/periods/5"))
                .Json.Item("gspGroups", ("gspGroup", "_A"))
                .Number("uncorrected")
        );
    }

    private static decimal Uncorrected(JsonElement run) => run.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected");

    private static decimal Sequences(JsonElement run, string hub) =>
        run.GetProperty("cut").Items(hub).Sum(partition => partition.Number("sequence"));
}
