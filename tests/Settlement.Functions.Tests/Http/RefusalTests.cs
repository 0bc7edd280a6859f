using System.Net;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>What is asked wrongly is 400, what is not there is 404.</summary>
[Collection(SettledMarket.Name)]
public sealed class RefusalTests(SettledMarket market)
{
    private const string Run = $"api/settlement/{SettledMarket.Day}/SF";
    private static readonly string Meter = Meters.Number(100);
    private static readonly string[] AllLists =
    [
        $"api/settlement/{SettledMarket.Day}",
        $"{Run}/parties/ALFA",
        $"api/readings/{Meter}/{SettledMarket.Day}",
        "api/rejects",
    ];

    public static TheoryData<string> BadDays { get; } = ["2026-02-30", "2026-6-16", "20260616", "today", "2026-06-16T00:00Z"];

    public static TheoryData<string> BadRuns { get; } = ["XX", "sf", "R4", "D1"];

    public static TheoryData<string> BadPages { get; } =
    ["limit=0", "limit=1001", "limit=-1", "limit=many", "limit=1.5", "limit=", "continuation=*", "continuation=%F0%9F%98%80"];

    public static TheoryData<string> Lists { get; } = [.. AllLists];

    [Theory]
    [MemberData(nameof(BadDays))]
    public async Task A_bad_day_is_refused(string day)
    {
        foreach (
            var path in new[]
            {
                $"api/settlement/{day}",
                $"api/settlement/{day}/SF",
                $"api/settlement/{day}/SF/periods/1",
                $"api/settlement/{day}/SF/parties/ALFA",
                $"api/readings/{Meter}/{day}",
                $"api/rejects?day={day}",
            }
        )
        {
            (await market.Host.GetAsync(path)).IsProblem(HttpStatusCode.BadRequest);
        }
        (await market.Host.PostAsync($"api/settlement/{day}/SF")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(BadRuns))]
    public async Task A_bad_run_is_refused(string run)
    {
        foreach (var path in new[] { "", "/periods/1", "/parties/ALFA" })
        {
            (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/{run}{path}")).IsProblem(HttpStatusCode.BadRequest);
        }
        (await market.Host.PostAsync($"api/settlement/{SettledMarket.Day}/{run}")).IsProblem(HttpStatusCode.BadRequest);
        Assert.DoesNotContain(await market.Host.ItemsAsync($"api/settlement/{SettledMarket.Day}"), item => item.Text("run") == run);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public async Task A_bad_period_is_refused(string period) =>
        (await market.Host.GetAsync($"{Run}/periods/{period}")).IsProblem(HttpStatusCode.BadRequest);

    [Theory]
    [MemberData(nameof(BadPages))]
    public async Task A_bad_limit_or_continuation_is_refused_by_every_list(string page)
    {
        foreach (var list in AllLists)
        {
            (await market.Host.GetAsync($"{list}?{page}")).IsProblem(HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_limit_at_either_end_is_taken(string list)
    {
        foreach (var limit in new[] { 1, 1000 })
        {
            Assert.InRange((await market.Host.GetAsync($"{list}?limit={limit}")).Is(HttpStatusCode.OK).Items("items").Count, 0, limit);
        }
    }

    [Theory]
    [InlineData("123")]
    [InlineData("1200000001003")]
    [InlineData("abcdefghijklm")]
    public async Task A_bad_mpan_is_refused(string mpan) =>
        (await market.Host.GetAsync($"api/readings/{mpan}/{SettledMarket.Day}")).IsProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_reason_that_is_none_is_refused() =>
        (await market.Host.GetAsync("api/rejects?reason=wrong")).IsProblem(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("api/settlement/2026-01-01")]
    [InlineData("api/settlement/2026-01-01/SF")]
    [InlineData($"api/settlement/{SettledMarket.Day}/RF")]
    [InlineData($"api/settlement/{SettledMarket.Day}/RF/periods/1")]
    [InlineData($"api/settlement/{SettledMarket.Day}/RF/parties/ALFA")]
    [InlineData($"{Run}/periods/49")]
    [InlineData($"{Run}/parties/NOPE")]
    [InlineData("api/reference/nothing")]
    [InlineData("api/reference/participants?version=99")]
    public async Task What_is_not_there_is_not_found(string path) => (await market.Host.GetAsync(path)).IsProblem(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_closed_run_is_not_started_again()
    {
        var before = (await market.Host.GetAsync(Run)).Text;
        (await market.Host.PostAsync(Run)).IsProblem(HttpStatusCode.Conflict);
        Assert.Equal(before, (await market.Host.GetAsync(Run)).Text);
    }
}
