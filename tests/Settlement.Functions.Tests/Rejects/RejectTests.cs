using System.Globalization;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Rejects;

/// <summary>Each rejected event is listed once, with exactly its reasons.</summary>
[Collection(RejectedMarket.Name)]
public sealed class RejectTests(RejectedMarket market)
{
    private static readonly string[] ReadingCodes =
    [
        "bad-mpan",
        "component-unknown",
        "day-in-future",
        "day-too-old",
        "gsp-group-unknown",
        "loss-class-unknown",
        "missing-field",
        "negative",
        "not-json",
        "not-zero",
        "period-not-in-day",
        "supplier-unknown",
        "too-large",
        "too-many-decimals",
        "unknown-value",
        "wrong-length",
        "wrong-type",
    ];

    private static readonly string[] MarketCodes =
    [
        "bm-unit-not-metered",
        "bm-unit-unknown",
        "day-in-future",
        "day-too-old",
        "gsp-group-unknown",
        "missing-field",
        "negative",
        "not-json",
        "party-unknown",
        "period-not-in-day",
        "too-large",
        "too-many-decimals",
        "unknown-value",
        "wrong-type",
    ];

    public static TheoryData<string> Readings => ReadingCases.Cases.Names;

    public static TheoryData<string> Market => MarketCases.Cases.Names;

    [Theory]
    [MemberData(nameof(Readings))]
    public void A_reading_is_rejected_for_exactly_its_reasons(string name) => IsListed("readings", ReadingCases.Cases[name]);

    [Theory]
    [MemberData(nameof(Market))]
    public void A_market_message_is_rejected_for_exactly_its_reasons(string name) => IsListed("market", MarketCases.Cases[name]);

    [Fact]
    public void Every_code_of_readings_is_shown_alone_by_some_case() => Assert.Equal(ReadingCodes, Alone(ReadingCases.Cases));

    [Fact]
    public void Every_code_of_market_messages_is_shown_alone_by_some_case() => Assert.Equal(MarketCodes, Alone(MarketCases.Cases));

    [Fact]
    public void Nothing_else_is_rejected()
    {
        var expected = ReadingCases
            .Cases.All.Concat(MarketCases.Cases.All)
            .Select(each => each.Text)
            .Concat(RejectedMarket.Elements.Select(element => element.Body));
        Assert.Equal(expected.Order(StringComparer.Ordinal), market.Items.Select(item => item.Text("body")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_are_different_and_rise() =>
        Assert.Equal(
            market.Items.Select(item => item.Text("id")).Distinct().Order(StringComparer.Ordinal),
            market.Items.Select(item => item.Text("id"))
        );

    [Fact]
    public void Arrival_is_the_enqueued_time_and_rises_from_event_to_event()
    {
        foreach (var hub in new[] { "market", "readings" })
        {
            var arrived = market.Items.Where(item => item.Text("hub") == hub).Select(item => Instant(item.Text("arrived"))).ToList();
            Assert.All(arrived.Zip(arrived.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
            Assert.All(arrived, instant => Assert.InRange(instant, RunningHost.Morning.ToDateTimeOffset(), market.Host.Clock.GetUtcNow()));
            var events = market
                .Items.Where(item => item.Text("hub") == hub && !IsElement(item))
                .Select(item => item.Text("arrived"))
                .ToList();
            Assert.Equal(events.Count, events.Distinct().Count());
        }
    }

    [Fact]
    public void Rejected_elements_of_an_array_are_listed_one_by_one()
    {
        foreach (var (hub, body, reasons) in RejectedMarket.Elements)
        {
            var item = Assert.Single(market.Items, item => item.Text("body") == body);
            Assert.Equal(hub, item.Text("hub"));
            Assert.Equal(reasons, item.Texts("reasons"));
        }

        var ids = RejectedMarket
            .Elements.Where(element => element.Hub == "readings")
            .Select(element => market.Items.Single(item => item.Text("body") == element.Body).Text("id"));
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task Accepted_neighbours_in_an_array_settle()
    {
        var report = await market.Host.SettleAsync(RejectedMarket.Day, "SF");
        Assert.Equal("closed", report.Text("state"));
        var period = (await market.Host.GetAsync($"api/settlement/{RejectedMarket.Day}/SF/periods/17")).Json;
        Assert.Equal(1533.215m, period.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected"));
    }

    private static string[] Alone(RejectCases cases) =>
        [.. cases.All.Where(each => each.Reasons.Length == 1).Select(each => each.Reasons[0]).Distinct().Order(StringComparer.Ordinal)];

    private static DateTimeOffset Instant(string text)
    {
        Assert.EndsWith("Z", text, StringComparison.Ordinal);
        return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    private static bool IsElement(JsonElement item) => RejectedMarket.Elements.Any(element => element.Body == item.Text("body"));

    private void IsListed(string hub, RejectCase expected)
    {
        var item = Assert.Single(market.Items, item => item.Text("body") == expected.Text);
        Assert.Equal(expected.Reasons, item.Texts("reasons"));
        Assert.Equal(hub, item.Text("hub"));
        Assert.Equal(expected.Day, item.GetProperty("day").GetString());
        Assert.Equal(expected.Mpan, hub == "market" ? expected.Mpan : item.GetProperty("mpan").GetString());
        Assert.NotEmpty(item.Text("id"));
    }
}
