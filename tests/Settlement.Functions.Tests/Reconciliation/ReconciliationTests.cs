using System.Globalization;
using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Reconciliation;

/// <summary>The charges between runs, over HTTP. The worked example's R1 has 505 for ALFA in place of 520, in each of 48 periods.</summary>
public sealed class ReconciliationTests(ReconciledMarket market) : IClassFixture<ReconciledMarket>
{
    private const string Path = $"api/reconciliation/{ReconciledMarket.Day}";
    private const int Periods = 48;
    private const int InterestDays = 33;

    [Theory]
    [InlineData("?to=R1")]
    [InlineData("?to=R1&from=SF")]
    public async Task R1_of_the_worked_example_charges_what_it_moves(string query)
    {
        var items = await market.Host.ItemsAsync(Path + query);
        var published = WorkedExample
            .Figures("delta_net_R1_minus_SF")
            .EnumerateObject()
            .ToDictionary(
                party => party.Name,
                party => decimal.Parse(party.Value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
            );

        Assert.Equal(published.Keys.Order(StringComparer.Ordinal), items.Select(item => item.Text("party")));
        Assert.Equal((0m, 0m), (items.Sum(item => item.Number("difference")), items.Sum(item => item.Number("interest"))));
        var greatest = items.MaxBy(item => Math.Abs(item.Number("interest"))).Text("party");
        Assert.Equal("ALFA", greatest);
        foreach (var item in items)
        {
            item.HasPlainNumbers();
            var (party, difference) = (item.Text("party"), item.Number("difference"));
            Assert.Equal(Periods * await NetAsync("SF", party), item.Number("fromNet"));
            Assert.Equal(Periods * await NetAsync("R1", party), item.Number("toNet"));
            Assert.Equal(item.Number("toNet") - item.Number("fromNet"), difference);
            Assert.InRange(difference / Periods, published[party] - 0.03m, published[party] + 0.03m);
            if (party != greatest)
            {
                Assert.Equal(
                    Math.Round(difference * 0.04m * InterestDays / 365, 2, MidpointRounding.AwayFromZero),
                    item.Number("interest")
                );
            }
        }
    }

    [Theory]
    [InlineData("?to=II", null, 0)]
    [InlineData("?to=SF", null, 0)]
    [InlineData("?to=SF&from=II", "II 1", 15)]
    [InlineData("?to=R1", "SF 1", InterestDays)]
    [InlineData("?to=D", "D 1", 0)]
    [InlineData("?to=D&from=SF", "SF 1", 0)]
    public async Task The_answer_says_what_was_compared(string query, string? from, int days)
    {
        var answer = (await market.Host.GetAsync(Path + query)).Is(HttpStatusCode.OK);
        var named = answer.GetProperty("from");
        Assert.Equal(from, named.ValueKind == JsonValueKind.Null ? null : $"{named.Text("run")} {named.Number("attempt")}");
        Assert.Equal(days, answer.Number("days"));
        Assert.Equal(5, answer.Items("items").Count);
    }

    [Fact]
    public async Task The_first_money_run_is_charged_whole_and_without_interest()
    {
        foreach (var item in await market.Host.ItemsAsync($"{Path}?to=SF"))
        {
            Assert.Equal(0, item.Number("fromNet"));
            Assert.Equal(item.Number("toNet"), item.Number("difference"));
            Assert.Equal(0, item.Number("interest"));
        }
    }

    [Fact]
    public async Task Pages_add_up_to_the_list()
    {
        var first = (await market.Host.GetAsync($"{Path}?to=R1&limit=3")).Is(HttpStatusCode.OK);
        var second = (await market.Host.GetAsync($"{Path}?to=R1&limit=3&continuation={first.Text("continuation")}")).Is(HttpStatusCode.OK);
        Assert.Equal(
            ["ALFA", "BRAV", "CHAR", "GENX", "TRDX"],
            first.Items("items").Concat(second.Items("items")).Select(item => item.Text("party"))
        );
        Assert.Equal(JsonValueKind.Null, second.GetProperty("continuation").ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?from=SF")]
    [InlineData("?to=r1")]
    [InlineData("?to=XX")]
    [InlineData("?to=R1&from=XX")]
    [InlineData("?to=R1&from=R1")]
    [InlineData("?to=D&from=D")]
    [InlineData("?to=SF&from=R1")]
    [InlineData("?to=RF&from=D")]
    [InlineData("?to=D&from=DF")]
    [InlineData("?to=R1&limit=0")]
    public async Task What_is_asked_wrongly_is_refused(string query) =>
        (await market.Host.GetAsync(Path + query)).IsProblem(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData(ReconciledMarket.Day, "?to=R2")]
    [InlineData(ReconciledMarket.Day, "?to=DF&from=RF")]
    [InlineData("2026-06-17", "?to=SF")]
    public async Task A_run_that_is_not_closed_is_not_found(string day, string query) =>
        (await market.Host.GetAsync($"api/reconciliation/{day}{query}")).IsProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_bad_day_is_refused() =>
        (await market.Host.GetAsync("api/reconciliation/today?to=R1")).IsProblem(HttpStatusCode.BadRequest);

    private async Task<decimal> NetAsync(string run, string party) =>
        (await market.Host.GetAsync($"api/settlement/{ReconciledMarket.Day}/{run}/periods/17"))
            .Is(HttpStatusCode.OK)
            .Item("parties", ("party", party))
            .Number("net");
}
