using System.Net;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Identity;

/// <summary>Every path for every role: what it answers, and that a party sees its own rows and the market's totals.</summary>
public sealed class RoleTests(IdentifiedMarket market) : IClassFixture<IdentifiedMarket>
{
    private const string Day = WorkedExample.Day;
    private static readonly string Alfa = Principals.Write("settlement@alfa.example", "Settlement.Party.ALFA");
    private static readonly string NoRole = Principals.Write("guest@example.org");

    /// <summary>Path, status for an auditor, and for party ALFA.</summary>
    public static TheoryData<string, int, int> Reads =>
        new()
        {
            { $"api/settlement/{Day}", 200, 200 },
            { $"api/settlement/{Day}/SF", 200, 200 },
            { $"api/settlement/{Day}/SF/periods/17", 200, 200 },
            { $"api/settlement/{Day}/latest", 200, 200 },
            { $"api/settlement/{Day}/SF/parties/ALFA", 200, 200 },
            { $"api/settlement/{Day}/SF/parties/ALFA.csv", 200, 200 },
            { $"api/settlement/{Day}/SF/parties/BRAV", 200, 403 },
            { $"api/settlement/{Day}/SF/parties/BRAV.csv", 200, 403 },
            { $"api/reconciliation/{Day}?to=R1", 200, 200 },
            { $"api/reconciliation/{Day}/movement/meters?to=R1&from=SF", 200, 403 },
            { $"api/completeness/{Day}", 200, 200 },
            { $"api/completeness/{Day}/missing?supplier=BRAV", 409, 409 },
            { $"api/readings/{WorkedExample.MeterOf("ALFA", "17")}/{Day}", 200, 200 },
            { $"api/load-shapes/{Day}", 200, 200 },
            { $"api/live/{Day}", 200, 200 },
            { $"api/live/{Day}?by=supplier", 200, 200 },
            { "api/calendar?from=2026-06-16&to=2026-06-16", 200, 200 },
            { "api/rejects", 200, 403 },
            { "api/doubts", 200, 403 },
            { "api/partitions", 200, 403 },
            { "api/audit", 200, 403 },
            { "api/reference/participants", 200, 403 },
            { "api/dashboard", 200, 403 },
            { "api/health/live", 200, 200 },
        };

    public static TheoryData<string, string> Changes =>
        new()
        {
            { "POST", $"api/settlement/{Day}/SF" },
            { "POST", $"api/settlement/{Day}/SF/verify" },
            { "POST", $"api/settlement/{Day}/SF/periods/17/dry" },
            { "POST", "api/rejects/replay" },
            { "POST", "api/doubts/release" },
            { "POST", "api/partitions/readings/1/set-aside" },
            { "POST", "api/partitions/readings/1/epoch" },
            { "PUT", "api/reference/participants" },
        };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Each_role_reads_what_it_may(string path, int auditor, int party)
    {
        var isPublic = path.StartsWith("api/health", StringComparison.Ordinal);
        Assert.Equal(auditor, await StatusAsync(HttpMethod.Get, path, Principals.Auditor));
        Assert.Equal(auditor, await StatusAsync(HttpMethod.Get, path, Principals.Operator));
        Assert.Equal(party, await StatusAsync(HttpMethod.Get, path, Alfa));
        Assert.Equal(isPublic ? 200 : 403, await StatusAsync(HttpMethod.Get, path, NoRole));
        Assert.Equal(isPublic ? 200 : 401, await StatusAsync(HttpMethod.Get, path, null));
        Assert.Equal(isPublic ? 200 : 401, await StatusAsync(HttpMethod.Get, path, "bm90IGpzb24="));
        Assert.Equal(isPublic ? 200 : 401, await StatusAsync(HttpMethod.Get, path, "e30="));
        Assert.Equal(isPublic ? 200 : 401, await StatusAsync(HttpMethod.Get, path, "%"));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Only_an_operator_changes_something(string method, string path)
    {
        var verb = new HttpMethod(method);
        Assert.Equal(401, await StatusAsync(verb, path, null));
        Assert.Equal(403, await StatusAsync(verb, path, NoRole));
        Assert.Equal(403, await StatusAsync(verb, path, Alfa));
        Assert.Equal(403, await StatusAsync(verb, path, Principals.Auditor));
        // Bodies are missing: what an operator asks is understood, and refused as a bad request, a conflict, or done.
        Assert.DoesNotContain(await StatusAsync(verb, path, Principals.Operator), new[] { 401, 403, 404 });
    }

    [Fact]
    public async Task A_party_sees_its_own_rows_of_a_period_and_the_markets_totals()
    {
        var all = await JsonAsync($"api/settlement/{Day}/SF/periods/17", Principals.Auditor);
        var own = await JsonAsync($"api/settlement/{Day}/SF/periods/17", Alfa);

        Assert.True(all.Items("parties").Count > 1);
        Assert.Equal(["ALFA"], own.Items("parties").Select(row => row.Text("party")));
        Assert.Equal(["2__AALFA000"], own.Items("bmUnits").Select(row => row.Text("bmUnit")));
        Assert.All(
            own.Items("gspGroups").SelectMany(group => group.Items("components")),
            row => Assert.Equal("ALFA", row.Text("supplier"))
        );
        Assert.All(own.Items("gspGroups").SelectMany(group => group.Items("suppliers")), row => Assert.Equal("ALFA", row.Text("supplier")));
        Assert.NotEmpty(own.Items("gspGroups").SelectMany(group => group.Items("components")));
        Assert.Equal(all.GetProperty("totals").ToString(), own.GetProperty("totals").ToString());
        Assert.Equal(
            all.Items("gspGroups").Select(group => group.Number("take")),
            own.Items("gspGroups").Select(group => group.Number("take"))
        );
        foreach (var period in (await JsonAsync($"api/settlement/{Day}/latest", Alfa)).Items("items"))
        {
            Assert.Equal(["ALFA"], period.Items("parties").Select(row => row.Text("party")));
        }
    }

    [Fact]
    public async Task A_party_sees_its_own_rows_of_lists()
    {
        Assert.Equal(["ALFA"], (await JsonAsync($"api/settlement/{Day}/SF", Alfa)).Items("parties").Select(row => row.Text("party")));
        Assert.Equal(["ALFA"], (await JsonAsync($"api/reconciliation/{Day}?to=R1", Alfa)).Items("items").Select(row => row.Text("party")));
        var completeness = (await JsonAsync($"api/completeness/{Day}", Alfa)).Items("items");
        Assert.NotEmpty(completeness);
        Assert.All(completeness, row => Assert.Equal("ALFA", row.Text("supplier")));
        var live = (await JsonAsync($"api/live/{Day}?by=supplier", Alfa)).Items("items");
        Assert.NotEmpty(live);
        Assert.All(live, row => Assert.Equal("ALFA", row.Text("supplier")));
        Assert.True((await JsonAsync($"api/live/{Day}?by=supplier", Principals.Auditor)).Items("items").Count > live.Count);
    }

    [Fact]
    public async Task A_party_sees_the_versions_of_a_meter_that_name_it()
    {
        var own = $"api/readings/{WorkedExample.MeterOf("ALFA", "17")}/{Day}";
        var other = $"api/readings/{WorkedExample.MeterOf("BRAV", "17")}/{Day}";
        Assert.NotEmpty((await JsonAsync(own, Alfa)).Items("items"));
        Assert.Empty((await JsonAsync(other, Alfa)).Items("items"));
        Assert.NotEmpty((await JsonAsync(other, Principals.Auditor)).Items("items"));
    }

    [Fact]
    public async Task A_principal_of_two_parties_sees_both()
    {
        var both = Principals.Write("broker@example.org", "Settlement.Party.ALFA", "Settlement.Party.BRAV");
        Assert.Equal(
            ["ALFA", "BRAV"],
            (await JsonAsync($"api/settlement/{Day}/SF", both)).Items("parties").Select(row => row.Text("party"))
        );
        Assert.Equal(200, await StatusAsync(HttpMethod.Get, $"api/settlement/{Day}/SF/parties/BRAV", both));
    }

    private async Task<int> StatusAsync(HttpMethod method, string path, string? principal) =>
        (int)(await market.AskAsync(method, path, principal)).Status;

    private async Task<System.Text.Json.JsonElement> JsonAsync(string path, string principal) =>
        (await market.AskAsync(HttpMethod.Get, path, principal)).Is(HttpStatusCode.OK);
}
