using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Rejects;

/// <summary>A host that was sent every case, and arrays with good and bad elements for a day with complete market inputs.</summary>
[CollectionDefinition(Name)]
public sealed class RejectedMarket : ICollectionFixture<RejectedMarket>, IAsyncLifetime
{
    public const string Name = "rejects";

    /// <summary>The day of the arrays.</summary>
    public const string Day = "2026-06-18";

    private readonly TemporaryFolder _folder = new();

    /// <summary>What must be rejected of the arrays' elements: body and reasons.</summary>
    internal static IReadOnlyList<(string Hub, string Body, string[] Reasons)> Elements { get; } =
    [
        ("market", "\"market words\"", ["wrong-type"]),
        ("market", Body.Price.Without("type").Text("day", Day).ToString(), ["missing-field"]),
        ("readings", "[1]", ["wrong-type"]),
        ("readings", "false", ["wrong-type"]),
        ("readings", Body.Reading.Text("supplier", "ZZZZ").Text("day", Day).ToString(), ["supplier-unknown"]),
    ];

    internal RunningHost Host { get; private set; } = null!;

    /// <summary>All rejects, as one page has them.</summary>
    internal JsonElement Page { get; private set; }

    internal IReadOnlyList<JsonElement> Items => Page.Items("items");

    public async Task InitializeAsync()
    {
        Host = await RunningHost.StartAsync(_folder.Path);
        await Host.LoadAsync(RejectReference.Sets());
        await Host.SendAsync("readings", [.. ReadingCases.Cases.All.Select(each => each.Body)]);
        await Host.SendAsync("market", [.. MarketCases.Cases.All.Select(each => each.Body)]);
        await Host.SendAsync("readings", AcceptedCases.Readings);
        await Host.SendAsync("market", AcceptedCases.Market);
        await SendArraysAsync();
        Page = (await Host.GetAsync("api/rejects?limit=1000")).Is(System.Net.HttpStatusCode.OK);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    private async Task SendArraysAsync()
    {
        var market = WorkedExample
            .Market(Day)
            .Select(array => array[1..^1])
            .Append(Body.Volume.Text("bmUnit", "I_FRAN-1").Text("day", Day).Set("mwh", "0").ToString())
            .ToList();
        market.AddRange(
            Enumerable
                .Range(1, 48)
                .Select(period =>
                    Body.Volume.Text("bmUnit", "I_FRAN-1").Text("day", Day).Set("period", $"{period}").Set("mwh", "0").ToString()
                )
        );
        market.Insert(30, Elements[0].Body);
        market.Add(Elements[1].Body);
        await Host.SendAsync("market", [$"[{string.Join(',', market)}]"]);

        var readings = WorkedExample.Readings(Day).ToList();
        readings.Insert(0, Elements[2].Body);
        readings.Insert(3, Elements[3].Body);
        readings.Add(Elements[4].Body);
        await Host.SendAsync("readings", [$"[{string.Join(" , ", readings)}]"]);
    }
}
