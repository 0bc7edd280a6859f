using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Storage;

namespace Settlement.Functions.Tests.Http;

/// <summary>Recomputing a closed run over HTTP: equal, the first difference, or what is gone.</summary>
[Collection(SettledMarket.Name)]
public sealed class VerifyTests(SettledMarket market)
{
    private const int HeaderBytes = 24;

    [Fact]
    public async Task A_closed_run_is_equal()
    {
        var answer = (await market.Host.PostAsync($"api/settlement/{SettledMarket.Day}/SF/verify")).Is(HttpStatusCode.OK);
        Assert.True(answer.GetProperty("equal").GetBoolean());
        Assert.Null(answer.GetProperty("difference").GetString());
    }

    [Fact]
    public async Task Only_a_closed_run_is_verified()
    {
        (await market.Host.PostAsync($"api/settlement/{SettledMarket.InexactDay}/II/verify")).IsProblem(HttpStatusCode.Conflict);
        (await market.Host.PostAsync($"api/settlement/{SettledMarket.InexactDay}/RF/verify")).IsProblem(HttpStatusCode.NotFound);
        (await market.Host.PostAsync($"api/settlement/{SettledMarket.Day}/XX/verify")).IsProblem(HttpStatusCode.BadRequest);
        (await market.Host.PostAsync("api/settlement/2026-02-30/SF/verify")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_stored_result_that_was_changed_is_the_first_difference()
    {
        const string day = "2026-06-09";
        await SettleAsync(day);
        var row = (await RowsAsync("results", $"{day}-SF-0001")).Single(entry => entry.Row == "period-30-00");
        // Written as earlier versions did, without length and checksum, so that only the comparison can find it.
        var bytes = row.Value.ToArray()[HeaderBytes..];
        bytes[^3] ^= 1;
        await Store.WriteAsync("results", $"{day}-SF-0001", [TableWrite.Put(row.Row, bytes)], default);

        var answer = (await market.Host.PostAsync($"api/settlement/{day}/SF/verify")).Is(HttpStatusCode.OK);
        Assert.False(answer.GetProperty("equal").GetBoolean());
        Assert.StartsWith(
            $"Period 30 differs from byte {bytes.Length - 3} on: stored …",
            answer.Text("difference"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_stored_result_that_is_damaged_is_a_difference_that_names_it()
    {
        const string day = "2026-05-27";
        await SettleAsync(day);
        var row = (await RowsAsync("results", $"{day}-SF-0001")).Single(entry => entry.Row == "period-30-00");
        var bytes = row.Value.ToArray();
        bytes[^3] ^= 1;
        await Store.WriteAsync("results", $"{day}-SF-0001", [TableWrite.Put(row.Row, bytes)], default);

        var answer = (await market.Host.PostAsync($"api/settlement/{day}/SF/verify")).Is(HttpStatusCode.OK);
        Assert.False(answer.GetProperty("equal").GetBoolean());
        Assert.StartsWith(
            $"The value 'period-30' of partition '{day}-SF-0001' in table 'results' is damaged",
            answer.Text("difference"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("2026-06-08", "blocks", "-0001", "h-", "partition 1 of Event Hub 'readings'")]
    [InlineData("2026-06-07", "market", "-0001", "", "partition 1 of Event Hub 'market'")]
    [InlineData("2026-06-06", "results", "-SF-0001", "period-02", "The result of period 2")]
    public async Task Data_that_are_gone_are_gone(string day, string table, string partition, string rows, string named)
    {
        await SettleAsync(day);
        Assert.Equal("", await market.Host.DifferenceAsync(day, "SF"));
        var gone = (await RowsAsync(table, day + partition)).Where(entry => entry.Row.StartsWith(rows, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(gone);
        foreach (var entry in gone)
        {
            await Store.WriteAsync(table, day + partition, [TableWrite.Delete(entry.Row)], default);
        }

        var problem = (await market.Host.PostAsync($"api/settlement/{day}/SF/verify")).IsProblem(HttpStatusCode.Gone);
        Assert.Contains(named, problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains(day, problem.Text("detail"), StringComparison.Ordinal);
    }

    private ITableStore Store => market.Host.Services.GetRequiredService<ITableStore>();

    private async Task SettleAsync(string day)
    {
        await market.SendDayAsync(day);
        Assert.Equal("closed", (await market.Host.SettleAsync(day, "SF")).Text("state"));
    }

    private async Task<List<TableEntry>> RowsAsync(string table, string partition)
    {
        var rows = new List<TableEntry>();
        await foreach (var entry in Store.QueryAsync(table, partition, RowRange.All, default))
        {
            rows.Add(entry);
        }
        return rows;
    }
}
