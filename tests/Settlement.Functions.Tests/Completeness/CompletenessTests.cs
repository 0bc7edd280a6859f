using System.Net;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Settlement.Functions.Completeness;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Completeness;

/// <summary>What was expected and received of the worked example's six meters, three of them estimated, over HTTP.</summary>
public sealed class CompletenessTests(CompletenessTests.Market market) : IClassFixture<CompletenessTests.Market>
{
    private const string Path = $"api/completeness/{WorkedExample.Day}";
    private static readonly string Silent = Meters.Number(900);

    [Fact]
    public async Task Registrations_stand_beside_what_was_received()
    {
        var items = await market.Host.ItemsAsync(Path);
        Assert.All(items, item => item.HasPlainNumbers());
        Assert.Equal(
            [
                ("ALFA", "_A", "smart", 3, 2, 3 * 48, 2 * 48, 48 * 110m, 48 * 505m),
                ("BRAV", "_A", "smart", 2, 2, 2 * 48, 2 * 48, 48 * 260m, 48 * 390m),
                ("CHAR", "_A", "smart", 0, 2, 0, 2 * 48, 48 * 70m, 48 * 85m),
                ("CHAR", "_A", "unmetered", 4, 0, 4 * 48, 0, 0, 0),
            ],
            items.Select(item =>
                (
                    item.Text("supplier"),
                    item.Text("gspGroup"),
                    item.Text("segment"),
                    (int)item.Number("expectedMeters"),
                    (int)item.Number("receivedMeters"),
                    (int)item.Number("expectedValues"),
                    (int)item.Number("receivedValues"),
                    item.Number("actualMwh"),
                    item.Number("estimatedMwh")
                )
            )
        );
    }

    [Fact]
    public async Task At_the_cut_of_a_run_it_is_what_the_run_had()
    {
        Assert.Equal(48 * 520m, (await market.Host.ItemsAsync($"{Path}?run=SF"))[0].Number("estimatedMwh"));
        (await market.Host.GetAsync($"{Path}?run=R1")).IsProblem(HttpStatusCode.NotFound);
        (await market.Host.GetAsync($"{Path}?run=XX")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_day_of_which_nothing_is_known_is_not_found_and_a_bad_one_is_refused()
    {
        (await market.Host.GetAsync("api/completeness/2026-06-01")).IsProblem(HttpStatusCode.NotFound);
        (await market.Host.GetAsync("api/completeness/today")).IsProblem(HttpStatusCode.BadRequest);
        (await market.Host.GetAsync("api/completeness/today/missing")).IsProblem(HttpStatusCode.BadRequest);
        (await market.Host.GetAsync($"{Path}?limit=0")).IsProblem(HttpStatusCode.BadRequest);
        (await market.Host.GetAsync($"{Path}/missing?continuation=NQ")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?run=SF")]
    public async Task A_large_day_is_counted_by_an_orchestration_and_the_count_is_kept(string query)
    {
        var live = await market.Host.ItemsAsync(Path + query);
        var options = market.Host.Services.GetRequiredService<IOptions<CompletenessOptions>>().Value;
        var before = options.CompletenessRowsAtOnce;
        options.CompletenessRowsAtOnce = 5;
        try
        {
            var answer = await market.Host.GetAsync(Path + query);
            var links = answer.Is(HttpStatusCode.Accepted);
            Assert.Equal(links.Text("statusQueryGetUri"), answer.Location?.ToString());
            Assert.Equal(OrchestrationRuntimeStatus.Completed, await market.Host.EndOfAsync(links.Text("id")));
            Assert.Equal(
                live.Select(item => item.GetRawText()),
                (await market.Host.ItemsAsync(Path + query)).Select(item => item.GetRawText())
            );
        }
        finally
        {
            options.CompletenessRowsAtOnce = before;
        }
    }

    [Fact]
    public async Task Missing_meters_are_named_where_meters_are_registered()
    {
        (await market.Host.GetAsync($"api/completeness/{Market.BeforeMeters}/missing")).IsProblem(HttpStatusCode.Conflict);
        var items = await market.Host.ItemsAsync($"{Path}/missing");
        Assert.Equal(
            [(Silent, "ALFA", 0m, 48)],
            items.Select(item => (item.Text("mpan"), item.Text("supplier"), item.Number("received"), item.Items("missing").Count))
        );
        Assert.Equal(("_A", "smart"), (items[0].Text("gspGroup"), items[0].Text("segment")));
        Assert.Empty(await market.Host.ItemsAsync($"{Path}/missing?supplier=BRAV"));
    }

    public sealed class Market : IAsyncLifetime
    {
        /// <summary>A day on which no meter is registered yet.</summary>
        public const string BeforeMeters = "2026-06-15";

        private readonly TemporaryFolder _folder = new();

        internal RunningHost Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await RunningHost.StartAsync(_folder.Path);
            await Host.LoadAsync(WorkedExample.Reference());
            await Host.LoadAsync(
                new Dictionary<string, string>
                {
                    ["registrations"] = "supplier,gspGroup,segment,meters\nCHAR,_A,unmetered,4\nALFA,_A,smart,3\nBRAV,_A,smart,2\n",
                    ["meters"] =
                        "mpan,supplier,gspGroup,llfc,segment,connection,domestic,from,to\n"
                        + $"{Silent},ALFA,_A,085,smart,W,yes,{WorkedExample.Day},\n{WorkedExample.MeterOf("BRAV", "17")},BRAV,_A,085,smart,W,yes,{WorkedExample.Day},\n",
                }
            );
            await Host.SendAsync("market", WorkedExample.Market());
            await Host.SendAsync("readings", WorkedExample.Readings());
            Assert.Equal("closed", (await Host.SettleAsync(WorkedExample.Day, "SF")).Text("state"));
            await Host.SendAsync("readings", WorkedExample.LateReading());
        }

        public async Task DisposeAsync()
        {
            await Host.DisposeAsync();
            _folder.Dispose();
        }
    }
}
