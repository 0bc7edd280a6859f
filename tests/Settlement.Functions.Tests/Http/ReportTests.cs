using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>The shapes of day, run, period and party, field by field.</summary>
[Collection(SettledMarket.Name)]
public sealed class ReportTests(SettledMarket market)
{
    private static readonly string[] Sets =
    [
        "bm-units",
        "components",
        "distributors",
        "gsp-groups",
        "holidays",
        "loss-factors",
        "meters",
        "parameters",
        "participants",
        "registrations",
        "timetable",
        "transmission-loss-factors",
    ];

    [Fact]
    public async Task A_day_lists_its_runs()
    {
        var item = Assert.Single(await market.Host.ItemsAsync($"api/settlement/{SettledMarket.Day}"), item => item.Text("run") == "SF");
        item.HasFields("run", "attempt", "state", "cut", "versions", "code", "reasons", "warnings");
        item.HasPlainNumbers();
        Assert.Equal("closed", item.Text("state"));
        Assert.Equal(1, item.Number("attempt"));
        Assert.Equal(JsonValueKind.Object, item.GetProperty("cut").ValueKind);
        Assert.NotEmpty(item.Text("code"));
        Assert.Empty(item.Items("reasons"));
        Assert.Empty(item.Items("warnings"));
    }

    [Fact]
    public async Task A_run_names_the_versions_it_used_of_every_set()
    {
        var run = (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/SF")).Is(HttpStatusCode.OK);
        var versions = run.GetProperty("versions").EnumerateObject().ToDictionary(set => set.Name, set => set.Value.GetInt32());
        Assert.Equal(Sets, versions.Keys.Order(StringComparer.Ordinal));
        Assert.All(Sets, set => Assert.Equal(WorkedExample.Reference().ContainsKey(set) ? 1 : 0, versions[set]));
    }

    [Fact]
    public async Task A_run_has_the_sums_of_its_periods()
    {
        var run = (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/SF")).Is(HttpStatusCode.OK);
        run.HasFields("day", "run", "state", "cut", "versions", "reasons", "totals", "controls", "gspGroups", "parties");
        run.HasPlainNumbers();
        Assert.Equal((SettledMarket.Day, "SF", "closed"), (run.Text("day"), run.Text("run"), run.Text("state")));
        Assert.Equal(["losses", "residual"], run.GetProperty("totals").EnumerateObject().Select(total => total.Name));
        Assert.Equal(48 * 29.7782m, run.GetProperty("totals").Number("losses"));
        Assert.Equal(48 * 1913.58m, run.GetProperty("totals").Number("residual"));
        Assert.All(
            new[] { "takeMinusAllocated", "creditedSum", "contractedSum", "netSum" },
            control => Assert.Equal(0, run.GetProperty("controls").Number(control))
        );

        var group = Assert.Single(run.Items("gspGroups"));
        Assert.Equal("_A", group.Text("gspGroup"));
        Assert.Equal((48 * 1545.2218m, 48 * 1533.215m), (group.Number("take"), group.Number("uncorrected")));

        Assert.Equal(["ALFA", "BRAV", "CHAR", "GENX", "TRDX"], run.Items("parties").Select(party => party.Text("party")));
        var period = await PeriodAsync(17);
        foreach (var party in run.Items("parties"))
        {
            foreach (var field in new[] { "credited", "balancing", "contracted", "imbalance", "imbalanceCash", "residualCash", "net" })
            {
                Assert.Equal(48 * period.Item("parties", ("party", party.Text("party"))).Number(field), party.Number(field));
            }
        }
    }

    [Fact]
    public async Task A_period_has_every_field_of_the_contract()
    {
        var period = await PeriodAsync(17);
        period.HasFields("day", "run", "period", "start", "gspGroups", "bmUnits", "parties", "totals", "controls");
        period.HasPlainNumbers();
        Assert.Equal("2026-06-16T07:00:00Z", period.Text("start"));
        Assert.False(period.TryGetProperty("missing", out _));

        var group = Assert.Single(period.Items("gspGroups"));
        group.HasFields("gspGroup", "take", "estimated", "uncorrected", "correction", "components", "suppliers");
        Assert.Equal(JsonValueKind.False, group.GetProperty("estimated").ValueKind);
        Assert.All(group.Items("components"), row => row.HasFields("supplier", "component", "mwh", "corrected"));
        Assert.All(group.Items("suppliers"), row => row.HasFields("supplier", "allocated"));
        Assert.All(period.Items("bmUnits"), row => row.HasFields("bmUnit", "mwh", "tlm", "credited"));
        Assert.All(
            period.Items("parties"),
            row =>
                row.HasFields(
                    "party",
                    "credited",
                    "balancing",
                    "contracted",
                    "imbalance",
                    "imbalanceCash",
                    "residualShare",
                    "residualCash",
                    "net",
                    "accounts"
                )
        );
        Assert.All(
            period.Items("parties"),
            row => Assert.Equal(["P", "C"], row.Items("accounts").Select(account => account.Text("account")))
        );
        Assert.All(
            period.Items("parties").SelectMany(row => row.Items("accounts")),
            row => row.HasFields("account", "credited", "balancing", "contracted", "imbalance", "imbalanceCash")
        );
        period.GetProperty("totals").HasFields("losses", "tlmoPlus", "tlmoMinus", "residual");
        period.GetProperty("controls").HasFields("takeMinusAllocated", "creditedSum", "contractedSum", "netSum");
    }

    [Fact]
    public async Task Lists_of_a_period_are_sorted_by_their_names()
    {
        var period = await PeriodAsync(17);
        var components = period
            .Items("gspGroups")[0]
            .Items("components")
            .Select(row => (row.Text("supplier"), row.Number("component")))
            .ToList();
        Assert.Equal(12, components.Count);
        Assert.Equal(components.OrderBy(row => row.Item1, StringComparer.Ordinal).ThenBy(row => row.Item2), components);
        Assert.Equal(["ALFA", "BRAV", "CHAR"], period.Items("gspGroups")[0].Items("suppliers").Select(row => row.Text("supplier")));
        Assert.Equal(["2__AALFA000", "2__ABRAV000", "2__ACHAR000", "T_GENX-1"], period.Items("bmUnits").Select(row => row.Text("bmUnit")));
        Assert.Equal(["ALFA", "BRAV", "CHAR", "GENX", "TRDX"], period.Items("parties").Select(row => row.Text("party")));
    }

    [Fact]
    public async Task A_party_has_its_row_of_every_period()
    {
        var items = await market.Host.ItemsAsync($"api/settlement/{SettledMarket.Day}/SF/parties/ALFA");
        Assert.Equal(Enumerable.Range(1, 48), items.Select(item => item.GetProperty("period").GetInt32()));
        var row = (await PeriodAsync(17)).Item("parties", ("party", "ALFA"));
        items[16].Contains(row);
        Assert.All(items, item => item.HasPlainNumbers());
    }

    [Fact]
    public async Task Pages_of_a_party_go_on_where_the_one_before_ended()
    {
        var path = $"api/settlement/{SettledMarket.Day}/SF/parties/GENX?limit=20";
        var (periods, continuation) = (new List<int>(), "");
        do
        {
            var page = (await market.Host.GetAsync(path + continuation)).Is(HttpStatusCode.OK);
            periods.AddRange(page.Items("items").Select(item => item.GetProperty("period").GetInt32()));
            continuation = page.GetProperty("continuation").GetString() is { } next ? $"&continuation={next}" : null;
        } while (continuation is not null);
        Assert.Equal(Enumerable.Range(1, 48), periods);
    }

    [Fact]
    public async Task An_inexact_run_says_why_and_its_periods_say_what_is_missing()
    {
        var run = (await market.Host.GetAsync($"api/settlement/{SettledMarket.InexactDay}/II")).Is(HttpStatusCode.OK);
        Assert.Equal("inexact", run.Text("state"));
        var reasons = run.Items("reasons")
            .Select(reason => (Code: reason.Text("code"), Of: reason.Text("of"), Period: reason.GetProperty("period").GetInt32()))
            .ToList();
        var expected = new[] { ("price-missing", ""), ("take-missing", "_A"), ("volume-missing", "T_GENX-1") };
        Assert.Equal(expected.SelectMany(cause => Enumerable.Range(1, 48).Select(period => (cause.Item1, cause.Item2, period))), reasons);

        var period = (await market.Host.GetAsync($"api/settlement/{SettledMarket.InexactDay}/II/periods/48")).Is(HttpStatusCode.OK);
        Assert.Equal(["day", "run", "period", "start", "missing"], period.EnumerateObject().Select(field => field.Name));
        Assert.Equal(expected, period.Items("missing").Select(missing => (missing.Text("code"), missing.Text("of"))));
    }

    private async Task<JsonElement> PeriodAsync(int period) =>
        (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/SF/periods/{period}")).Is(HttpStatusCode.OK);
}
