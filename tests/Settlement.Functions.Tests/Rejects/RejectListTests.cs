using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Rejects;

/// <summary>Counting, filtering and paging of the list.</summary>
[Collection(RejectedMarket.Name)]
public sealed class RejectListTests(RejectedMarket market)
{
    [Theory]
    [InlineData("")]
    [InlineData("reason=negative")]
    [InlineData("reason=not-json")]
    [InlineData("day=2026-06-16")]
    [InlineData("day=2026-06-16&reason=missing-field")]
    [InlineData("day=2026-06-20&reason=bad-mpan")]
    public async Task A_filter_gives_what_fits_and_counts_it(string filter)
    {
        var wanted = filter
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('='))
            .ToDictionary(part => part[0], part => part[1]);
        var expected = market
            .Items.Where(item =>
                (!wanted.TryGetValue("day", out var day) || item.GetProperty("day").GetString() == day)
                && (!wanted.TryGetValue("reason", out var reason) || item.Texts("reasons").Contains(reason))
            )
            .ToList();
        var page = (await market.Host.GetAsync($"api/rejects?limit=1&{filter}")).Is(HttpStatusCode.OK);

        Assert.Equal(expected.Count, page.Number("total"));
        Assert.Equal(
            expected
                .SelectMany(item => item.Texts("reasons"))
                .GroupBy(code => code)
                .ToDictionary(codes => codes.Key, codes => codes.Count()),
            page.GetProperty("byReason").EnumerateObject().ToDictionary(code => code.Name, code => code.Value.GetInt32())
        );
        Assert.Equal(expected.Select(Id), (await market.Host.ItemsAsync($"api/rejects?{filter}")).Select(Id));
    }

    [Theory]
    [InlineData(7, "")]
    [InlineData(1, "&reason=too-large")]
    [InlineData(50, "&day=2026-06-16")]
    public async Task Pages_give_every_item_once_in_the_order_of_ids(int limit, string filter)
    {
        var all = (await market.Host.ItemsAsync($"api/rejects?x=1{filter}")).Select(item => item.GetRawText()).ToList();
        var walked = new List<string>();
        var continuation = "";
        do
        {
            var page = (await market.Host.GetAsync($"api/rejects?limit={limit}{filter}{continuation}")).Is(HttpStatusCode.OK);
            Assert.Equal(all.Count, page.Number("total"));
            Assert.InRange(page.Items("items").Count, 1, limit);
            walked.AddRange(page.Items("items").Select(item => item.GetRawText()));
            continuation = page.GetProperty("continuation").GetString() is { } next ? $"&continuation={Uri.EscapeDataString(next)}" : null;
        } while (continuation is not null && walked.Count <= all.Count);

        Assert.True(all.Count > limit);
        Assert.Equal(all, walked);
    }

    [Fact]
    public async Task A_page_has_100_items_unless_told() =>
        Assert.Equal(
            market.Items.Take(100).Select(Id),
            (await market.Host.GetAsync("api/rejects")).Is(HttpStatusCode.OK).Items("items").Select(Id)
        );

    [Theory]
    [InlineData("nonsense")]
    [InlineData("100")]
    [InlineData("readings-0000-000000000000000-0000000")]
    [InlineData("1~readings-0000-000000000999999-0000000")]
    [InlineData("999~readings-0000-000000000000000-0000000")]
    [InlineData("1~readings-9999-000000000000000-0000000")]
    [InlineData("1~a/b-0000-000000000000000-0000000")]
    public async Task A_continuation_that_no_page_gave_is_refused(string text)
    {
        var madeUp = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
        (await market.Host.GetAsync($"api/rejects?continuation={madeUp}")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("nohub-0000-000000000000000-0000000")]
    [InlineData("a/b-0000-000000000000000-0000000")]
    [InlineData("readings-0000-000000000999999-0000000")]
    public async Task A_replay_of_what_is_in_no_list_is_not_found(string id) =>
        (await market.Host.PostAsync("api/rejects/replay", $$"""{"ids":["{{id}}"]}""")).IsProblem(HttpStatusCode.NotFound);

    private static string Id(JsonElement item) => item.Text("id");
}
