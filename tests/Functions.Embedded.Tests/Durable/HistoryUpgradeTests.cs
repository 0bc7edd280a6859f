using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Tests.Durable;

/// <summary>A data folder of version 0.1, which kept histories in a form of its own: what ended is shown, what was under way goes on.</summary>
public sealed class HistoryUpgradeTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();

    public HistoryUpgradeTests()
    {
        var sql = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "host-0.1.sql"));
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "host.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a file of these tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Orchestrations_under_way_go_on_from_where_they_were()
    {
        await using (var host = await TestHost.StartAsync(_folder))
        {
            Assert.Equal(5, await OutputAsync<int>(host, "chains"));
            Assert.Equal("parent of x of guards-child and 4", await OutputAsync<string>(host, "guards"));
            await OutputAsync<object>(host, "rewound");

            // The one of the two squares that was done is not done again; the guardian's is.
            Assert.Equal(2, host.Recorder.Count("Square"));
        }

        await using (var host = await TestHost.StartAsync(_folder))
        {
            // It was suspended after "a", with "b" held for it.
            Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.Durable.GetInstanceAsync("collects"))!.RuntimeStatus);
            await host.Durable.ResumeInstanceAsync("collects");
            foreach (var item in "cde")
            {
                await host.Durable.RaiseEventAsync("collects", "item", item.ToString());
            }

            Assert.Equal("abcde", await OutputAsync<string>(host, "collects"));
        }
    }

    [Fact]
    public async Task What_ended_is_shown_and_can_be_rewound()
    {
        await using var host = await TestHost.StartAsync(_folder);
        Assert.Equal("[0,1,4,9]", JsonSerializer.Serialize(await OutputAsync<int[]>(host, "finished")));
        var failed = (await host.Durable.GetInstanceAsync("failed"))!.FailureDetails!;
        Assert.Equal("no", failed.InnerFailure!.InnerFailure!.InnerFailure!.ErrorMessage);
        var types = (await HistoryAsync(host, "rewound")).Select(e => e.GetProperty("EventType").GetString()).Take(4);
        Assert.Equal(["ExecutionStarted", "GenericEvent", "GenericEvent", "ExecutionRewound"], types);
        Assert.Equal("ann@example.org", (await HistoryAsync(host, "rewound"))[3].GetProperty("By").GetString());

        await host.Durable.RewindInstanceAsync("failed", "after the upgrade");
        Assert.Equal("grandparent of x of failed-parent-child and 4", await OutputAsync<string>(host, "failed"));
    }

    private static async Task<T?> OutputAsync<T>(TestHost host, string id)
    {
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.True(
            done.RuntimeStatus == OrchestrationRuntimeStatus.Completed,
            $"{id}: {done.RuntimeStatus} {done.FailureDetails?.ErrorMessage}"
        );
        return done.ReadOutputAs<T>();
    }

    private static async Task<List<JsonElement>> HistoryAsync(TestHost host, string id) =>
        [
            .. (await host.Http.GetFromJsonAsync<JsonElement>($"runtime/webhooks/durabletask/instances/{id}?showHistory=true"))
                .GetProperty("historyEvents")
                .EnumerateArray(),
        ];
}
