using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>Reference data that changes between ingest and run: the run says what it lacks and is inexact, it does not fail.</summary>
public sealed class ShortcomingTests(ShortcomingTests.Market market) : IClassFixture<ShortcomingTests.Market>
{
    private const string Day = WorkedExample.Day;

    [Theory]
    [InlineData("component-missing", "ALFA _A;BRAV _A;CHAR _A", "components", "20,import,,,,E,yes,1", "")]
    [InlineData("component-missing", "ALFA _A;BRAV _A;CHAR _A", "components", "1,import,,,,A,no,0", "")]
    [InlineData("loss-factor-missing", "12 031", "loss-factors", "12,031,1,,1.031", "")]
    [InlineData("default-bm-unit-missing", "CHAR _A", "bm-units", "2__ACHAR000,CHAR,C,_A,,supplier,yes", "")]
    [InlineData(
        "default-bm-unit-missing",
        "CHAR _A",
        "bm-units",
        "2__ACHAR000,CHAR,C,_A,,supplier,yes",
        "2__ACHAR000,CHAR,C,_A,,supplier,no"
    )]
    [InlineData("tlf-missing", "_B", "transmission-loss-factors", "2,-0.0100", "")]
    [InlineData(
        "volume-missing",
        "T_NEW-1",
        "bm-units",
        "T_GENX-1,GENX,P,_B,,generation,no",
        "T_GENX-1,GENX,P,_B,,generation,no\nT_NEW-1,GENX,P,_B,,generation,no"
    )]
    [InlineData(
        "take-missing",
        "_B",
        "bm-units",
        "T_GENX-1,GENX,P,_B,,generation,no",
        "T_GENX-1,GENX,P,_B,,generation,no\n2__BALFA000,ALFA,C,_B,,supplier,yes"
    )]
    public async Task A_period_that_lacks_something_has_no_figures(string code, string of, string set, string row, string instead)
    {
        var (run, period) = await SettleAsync(set, row, instead);
        var expected = of.Split(';').Select(name => (code, name)).ToList();
        Assert.Equal("inexact", run.Text("state"));
        Assert.Equal(expected.SelectMany(e => Enumerable.Range(1, 48).Select(number => (e.code, e.name, number))), Reasons(run));
        Assert.Equal(expected, period.Items("missing").Select(missing => (missing.Text("code"), missing.Text("of"))));
        Assert.False(period.TryGetProperty("totals", out _));
    }

    [Fact]
    public async Task Only_the_periods_that_lack_something_have_no_figures()
    {
        var (run, period) = await SettleAsync("loss-factors", "12,031,1,,1.031", "12,031,1,20,1.031");
        Assert.Equal(Enumerable.Range(21, 28).Select(number => ("loss-factor-missing", "12 031", number)), Reasons(run));
        Assert.Equal(1533.215m, period.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected"));
        Assert.Equal(20 * 1533.215m, run.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected"));
        Assert.Equal(20, (await market.Host.ItemsAsync($"api/settlement/{Day}/D/parties/ALFA")).Count);
    }

    [Fact]
    public async Task A_difference_that_no_weight_can_take_leaves_figures_and_an_inexact_run()
    {
        var (run, period) = await SettleAsync(
            "components",
            "17,import,,,,E,no,1\n20,import,,,,E,yes,1",
            "17,import,,,,E,no,0\n20,import,,,,E,yes,0"
        );
        Assert.Equal("inexact", run.Text("state"));
        Assert.Contains(("correction-impossible", "_A", 17), Reasons(run));
        Assert.Equal(1, period.Item("gspGroups", ("gspGroup", "_A")).Number("correction"));
        Assert.NotEqual(0, period.GetProperty("controls").Number("takeMinusAllocated"));
    }

    [Theory]
    [InlineData("no-delivery", "T_GENX-1,GENX,P,_B,,generation,no", "T_GENX-1,GENX,P,_B,,interconnector,no")]
    [InlineData(
        "no-offtake",
        "2__AALFA000,ALFA,C,_A,,supplier,yes\n2__ABRAV000,BRAV,C,_A,,supplier,yes\n2__ACHAR000,CHAR,C,_A,,supplier,yes\nT_GENX-1,GENX,P,_B,,generation,no",
        "2__AALFA000,ALFA,C,_A,ONE,supplier,yes\n2__ABRAV000,BRAV,C,_A,ONE,supplier,yes\n2__ACHAR000,CHAR,C,_A,ONE,supplier,yes\nT_GENX-1,GENX,P,_B,ONE,generation,no"
    )]
    public async Task Losses_that_nobody_can_share_leave_figures_and_an_inexact_run(string code, string rows, string instead)
    {
        var (run, period) = await SettleAsync("bm-units", rows, instead);
        Assert.Equal("inexact", run.Text("state"));
        Assert.Contains((code, "", 17), Reasons(run));
        Assert.Equal(29.7782m, period.GetProperty("totals").Number("losses"));
    }

    [Fact]
    public async Task A_contract_of_a_party_that_is_gone_balances_and_makes_the_run_inexact()
    {
        var (run, period) = await SettleAsync("participants", "TRDX,Trading,trader", "");
        Assert.Equal("inexact", run.Text("state"));
        Assert.Equal(Enumerable.Range(1, 48).Select(each => ("party-unknown", "TRDX", each)), Reasons(run));
        Assert.Equal(-7720m, period.Item("parties", ("party", "TRDX")).Number("net"));
    }

    [Fact]
    public async Task A_correction_out_of_range_is_a_warning_and_the_run_closes()
    {
        var (run, _) = await SettleAsync("parameters", "alpha,0.45", "alpha,0.45\ncorrectionCeiling,1.01");
        Assert.Equal("closed", run.Text("state"));
        Assert.Equal(48, run.Items("warnings").Count);
    }

    private static IEnumerable<(string Code, string Of, int Period)> Reasons(JsonElement run) =>
        run.Items("reasons").Select(reason => (reason.Text("code"), reason.Text("of"), reason.GetProperty("period").GetInt32()));

    /// <summary>Settles with some rows of a set replaced, and puts them back.</summary>
    private async Task<(JsonElement Run, JsonElement Period)> SettleAsync(string set, string rows, string instead)
    {
        var csv = WorkedExample.Reference()[set];
        Assert.Contains(rows, csv, StringComparison.Ordinal);
        (await market.Host.PutAsync(set, csv.Replace(rows, instead, StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        var run = await market.Host.SettleAsync(Day, "D");
        (await market.Host.PutAsync(set, csv)).Is(HttpStatusCode.OK);
        return (run, (await market.Host.GetAsync($"api/settlement/{Day}/D/periods/17")).Is(HttpStatusCode.OK));
    }

    public sealed class Market : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        internal RunningHost Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await RunningHost.StartAsync(_folder.Path);
            await Host.LoadAsync(WorkedExample.Reference());
            await Host.SendAsync("market", WorkedExample.Market());
            await Host.SendAsync("readings", WorkedExample.Readings());
        }

        public async Task DisposeAsync()
        {
            await Host.DisposeAsync();
            _folder.Dispose();
        }
    }
}
