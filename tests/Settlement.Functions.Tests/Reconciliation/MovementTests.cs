using System.Net;
using Microsoft.DurableTask.Client;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Reconciliation;

/// <summary>What moved between SF and R1 of the worked example: one estimated reading was corrected.</summary>
public sealed class MovementTests(ReconciledMarket market) : IClassFixture<ReconciledMarket>
{
    private const string Path = $"api/reconciliation/{ReconciledMarket.Day}";

    [Fact]
    public async Task A_movement_is_computed_when_it_is_asked_for_first_and_kept()
    {
        var answer = await market.Host.GetAsync($"{Path}/movement?to=R1&from=SF");
        var links = answer.Is(HttpStatusCode.Accepted);
        Assert.Equal($"movement-{ReconciledMarket.Day}-SF-1-R1-1", links.Text("id"));
        Assert.Equal(links.Text("statusQueryGetUri"), answer.Location?.ToString());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await market.Host.EndOfAsync(links.Text("id")));

        var movement = (await market.Host.GetAsync($"{Path}/movement?to=R1")).Is(HttpStatusCode.OK);
        movement.HasPlainNumbers();
        Assert.Equal(("SF", "R1"), (movement.GetProperty("from").Text("run"), movement.GetProperty("to").Text("run")));
        Assert.Empty(movement.Items("joined"));
        Assert.All(
            new[] { "effectsMinusDifference", "causesSum", "readingsMinusRecorded" },
            control => Assert.Equal(0, movement.GetProperty("controls").Number(control))
        );
        Assert.Equal(
            [
                "reference-data",
                "gsp-group-takes",
                "bm-unit-volumes",
                "balancing",
                "contracts",
                "prices",
                "late-data",
                "estimates-turned-actual",
                "other-corrections",
            ],
            movement.Items("causes").Select(cause => cause.Text("cause"))
        );
        Assert.Equal(
            ["other-corrections"],
            movement.Items("causes").Where(cause => cause.Number("moved") != 0).Select(cause => cause.Text("cause"))
        );

        var charged = (await market.Host.ItemsAsync($"{Path}?to=R1")).ToDictionary(
            item => item.Text("party"),
            item => item.Number("difference")
        );
        Assert.Equal(charged.Keys, movement.Items("items").Select(item => item.Text("party")));
        Assert.All(
            movement.Items("items"),
            item =>
            {
                Assert.Equal(charged[item.Text("party")], item.Number("difference"));
                Assert.Equal(item.Number("difference"), item.Number("to") - item.Number("from"));
                Assert.Equal(item.Number("difference"), item.Item("effects", ("cause", "other-corrections")).Number("effect"));
                Assert.Equal(item.Number("difference"), item.Items("effects").Sum(effect => effect.Number("effect")));
            }
        );
    }

    [Fact]
    public async Task The_meters_that_changed_are_listed_in_energy()
    {
        var meter = Assert.Single(await market.Host.ItemsAsync($"{Path}/movement/meters?to=R1&from=SF"));
        Assert.Equal(WorkedExample.MeterOf("ALFA", "17"), meter.Text("mpan"));
        Assert.Equal(
            (48 * 520_000m, 48 * 505_000m, -48 * 15_000m),
            (meter.Number("fromKwh"), meter.Number("toKwh"), meter.Number("differenceKwh"))
        );
        Assert.Equal(("ALFA", "_A"), (meter.Items("suppliers").Single().GetString(), meter.Items("gspGroups").Single().GetString()));
        Assert.Equal(
            ("other-corrections", -48 * 15_000m),
            meter.Items("causes").Single() is var cause ? (cause.Text("cause"), cause.Number("differenceKwh")) : default
        );

        Assert.Single(await market.Host.ItemsAsync($"{Path}/movement/meters?to=R1&supplier=ALFA"));
        Assert.Empty(await market.Host.ItemsAsync($"{Path}/movement/meters?to=R1&supplier=BRAV"));
        Assert.Single(await market.Host.ItemsAsync($"{Path}/movement/meters?to=R1&atLeastKwh=720000"));
        Assert.Empty(await market.Host.ItemsAsync($"{Path}/movement/meters?to=R1&atLeastKwh=720000.001"));
        Assert.Empty(await market.Host.ItemsAsync($"{Path}/movement/meters?to=D&from=R1"));
    }

    [Theory]
    [InlineData("movement")]
    [InlineData("movement/meters")]
    public async Task Before_the_first_money_run_nothing_moved(string what)
    {
        (await market.Host.GetAsync($"{Path}/{what}?to=SF")).IsProblem(HttpStatusCode.NotFound);
        (await market.Host.GetAsync($"{Path}/{what}?to=RF")).IsProblem(HttpStatusCode.NotFound);
        (await market.Host.GetAsync($"{Path}/{what}")).IsProblem(HttpStatusCode.BadRequest);
        (await market.Host.GetAsync($"{Path}/{what}?to=R1&limit=0")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("continuation=NQ")]
    [InlineData("atLeastKwh=-1")]
    [InlineData("atLeastKwh=many")]
    public async Task What_no_page_gave_and_no_number_is_refused(string query) =>
        (await market.Host.GetAsync($"{Path}/movement/meters?to=R1&{query}")).IsProblem(HttpStatusCode.BadRequest);
}
