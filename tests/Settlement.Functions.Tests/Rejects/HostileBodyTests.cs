using System.Net;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Rejects;

/// <summary>Whatever an event holds, its partition goes on.</summary>
public sealed class HostileBodyTests : IAsyncLifetime
{
    private const int Large = 900_000;
    private readonly TemporaryFolder _folder = new();

    private RunningHost Host { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await RunningHost.StartAsync(_folder.Path);
        await Host.LoadAsync(WorkedExample.Reference());
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Large_bodies_are_kept_whole()
    {
        string[] bodies =
        [
            new('x', Large),
            Body.Reading.Text("mpan", new('1', Large)).ToString(),
            Body.Reading.Text("day", new('2', Large)).ToString(),
            Body.Reading.Text("supplier", new('3', Large)).ToString(),
            Body.Reading.Set("deep", new string('[', Large / 2) + new string(']', Large / 2)).Text("supplier", "ZZZZ").ToString(),
            Body.Reading.Set("kwh", $"[{new string('1', Large)}]").ToString(),
        ];
        await Host.SendAsync("readings", bodies);
        Assert.Equal(bodies, (await Host.ItemsAsync("api/rejects")).Select(item => item.Text("body")));
    }

    [Fact]
    public async Task Thousands_of_rejected_elements_are_listed_one_by_one()
    {
        const int elements = 5_000;
        await Host.SendAsync("readings", $"[{string.Join(',', Enumerable.Repeat("0", elements))}]");
        var page = (await Host.GetAsync("api/rejects?limit=1000")).Is(HttpStatusCode.OK);
        Assert.Equal(elements, page.Number("total"));
        Assert.Equal(1000, page.Items("items").Select(item => item.Text("id")).Distinct().Count());
    }

    [Fact]
    public async Task Contracts_are_known_by_any_id()
    {
        string[] ids = ["", " ", "a/b", "a\\\\b", "a#b?", "\\u0000", "\\ud83d\\ude00", "😀", "\\ud800", new('i', Large / 10)];
        await Host.SendAsync("market", ids.Select(id => Body.Contract.Text("id", id).Set("period", "1").ToString()));
        Assert.Empty(await Host.ItemsAsync("api/rejects"));
        await Host.SendAsync("market", WorkedExample.Market());
        await Host.SendAsync("readings", WorkedExample.Readings());

        Assert.Equal("closed", (await Host.SettleAsync(WorkedExample.Day, "SF")).Text("state"));
        var party = (await Host.GetAsync($"api/settlement/{WorkedExample.Day}/SF/periods/1")).Json.Item("parties", ("party", "ALFA"));
        Assert.Equal(-620 - (1.5m * (ids.Length - 1)), party.Number("contracted"));
    }
}
