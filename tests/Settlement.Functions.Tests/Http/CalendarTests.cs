using System.Net;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>The calendar of runs, by the reference data that is current.</summary>
[Collection(SettledMarket.Name)]
public sealed class CalendarTests(SettledMarket market)
{
    [Fact]
    public async Task A_date_lists_its_runs_by_day()
    {
        var items = await market.Host.ItemsAsync("api/calendar?from=2027-03-30&to=2027-03-30");
        Assert.All(items, item => Assert.Equal(["due", "day", "run", "workingDays"], item.EnumerateObject().Select(field => field.Name)));
        Assert.All(items, item => Assert.Equal("2027-03-30", item.Text("due")));
        Assert.Equal(
            [("2027-03-19", 5), ("2027-03-20", 5), ("2027-03-21", 5)],
            items.Where(item => item.Text("run") == "II").Select(item => (item.Text("day"), item.GetProperty("workingDays").GetInt32()))
        );
        Assert.Equal(
            items.OrderBy(item => item.Text("day"), StringComparer.Ordinal).Select(item => item.GetRawText()),
            items.Select(item => item.GetRawText())
        );
    }

    [Fact]
    public async Task Pages_of_the_calendar_go_on_where_the_one_before_ended()
    {
        const string path = "api/calendar?from=2027-06-28&to=2027-07-16";
        var all = await market.Host.ItemsAsync(path);
        var (paged, continuation) = (new List<string>(), "");
        do
        {
            var page = (await market.Host.GetAsync($"{path}&limit=7{continuation}")).Is(HttpStatusCode.OK);
            paged.AddRange(page.Items("items").Select(item => item.GetRawText()));
            continuation = page.GetProperty("continuation").GetString() is { } next ? $"&continuation={next}" : null;
        } while (continuation is not null);
        Assert.Equal(all.Select(item => item.GetRawText()), paged);
    }

    [Theory]
    [InlineData("")]
    [InlineData("from=2027-01-01")]
    [InlineData("to=2027-01-01")]
    [InlineData("from=2027-01-02&to=2027-01-01")]
    [InlineData("from=2027-01-01&to=2027-02-30")]
    [InlineData("from=2027-01-01&to=2030-01-01")]
    [InlineData("from=1989-12-31&to=1990-01-01")]
    [InlineData("from=2200-12-31&to=2201-01-01")]
    [InlineData("from=2027-01-01&to=2027-01-31&limit=0")]
    public async Task A_span_that_is_none_or_too_long_is_refused(string query) =>
        (await market.Host.GetAsync($"api/calendar?{query}")).IsProblem(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("from=2025-01-01&to=2027-12-31")]
    [InlineData("from=2026-01-01&to=2028-12-31")]
    [InlineData("from=2200-12-31&to=2200-12-31")]
    public async Task Three_years_can_be_asked_for(string query) =>
        (await market.Host.GetAsync($"api/calendar?{query}")).Is(HttpStatusCode.OK);
}
