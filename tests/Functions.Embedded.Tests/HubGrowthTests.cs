using System.Text;
using Azure.Messaging.EventHubs.Producer;
using CsCheck;
using Functions.Embedded.Hub;
using Functions.Embedded.Tests.App;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Tests;

public sealed class HubGrowthTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();

    private string HubJson => Path.Combine(_folder, "h", "hub.json");

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task A_hub_grows_to_what_is_configured_for_it_and_keeps_its_events()
    {
        using (var broker = Logs.Broker(_folder, TimeProvider.System))
        {
            await broker.Hub("h").AppendAsync([Logs.Event("a", 0), Logs.Event("b", 3), Logs.Event("c", 3)], default);
        }

        using var grown = Logs.Broker(_folder, TimeProvider.System, configured: ("H", 7));
        var hub = grown.Hub("h");
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], hub.PartitionIds());
        Assert.Equal(hub.PartitionIds(), hub.Properties().PartitionIds);
        await hub.AppendAsync([Logs.Event("d", 6), Logs.Event("e", 3)], default);
        Assert.Equal(["a"], hub.Partitions[0].Read().Select(e => e.Body));
        Assert.Equal([(0, "b"), (1, "c"), (2, "e")], hub.Partitions[3].Read().Select(e => (e.Sequence, e.Body)));
        Assert.Equal([(0, "d")], hub.Partitions[6].Read().Select(e => (e.Sequence, e.Body)));
    }

    [Fact]
    public async Task Enqueued_times_go_on_in_the_partitions_that_are_added()
    {
        long last;
        using (var broker = Logs.Broker(_folder, FakeClock.At("2026-06-01T12:00:00Z")))
        {
            await broker.Hub("h").AppendAsync([Logs.Event("a", 3)], default);
            last = broker.Hub("h").Partitions[3].LastTicks;
        }

        using var grown = Logs.Broker(_folder, FakeClock.At("2025-01-01T00:00:00Z"), configured: ("h", 5));
        await grown.Hub("h").AppendAsync([Logs.Event("b", 4)], default);
        Assert.True(grown.Hub("h").Partitions[4].LastTicks > last);
    }

    [Fact]
    public void Without_settings_of_its_own_a_hub_stays_as_it_is_and_it_never_shrinks()
    {
        Open(4, 4);
        Open(9, 4);
        Open(2, 4);
        Open(9, 4, 3);
        Open(4, 6, 6);
        Open(4, 6);
        Open(4, 6, 4);

        void Open(int otherwise, int expected, int? configured = null)
        {
            using var broker = Logs.Broker(_folder, TimeProvider.System, otherwise, configured is { } count ? [("h", count)] : []);
            Assert.Equal(expected, broker.Hub("h").Partitions.Length);
        }
    }

    [Fact]
    public void A_hub_keeps_its_name_and_the_time_it_was_made_when_it_grows()
    {
        using (var broker = Logs.Broker(_folder, FakeClock.At("2026-06-01T12:00:00Z")))
        {
            broker.Hub("Readings");
        }
        using var grown = Logs.Broker(_folder, FakeClock.At("2026-07-01T12:00:00Z"), configured: ("readings", 5));
        var properties = grown.Hub("readings").Properties();
        Assert.Equal(
            ("Readings", "2026-06-01T12:00:00.0000000+00:00", 5),
            (properties.Name, $"{properties.CreatedOn:O}", properties.PartitionIds.Length)
        );
    }

    [Fact]
    public async Task Wherever_a_crash_ends_the_growing_the_hub_opens_with_its_events_and_grows_at_the_next_start()
    {
        using (var broker = Logs.Broker(_folder, TimeProvider.System))
        {
            await broker.Hub("h").AppendAsync([Logs.Event("a", 2)], default);
        }
        var before = File.ReadAllBytes(HubJson);
        using (Logs.Broker(_folder, TimeProvider.System, configured: ("h", 6))) { }
        var after = File.ReadAllBytes(HubJson);

        // The copy beside the file torn at every byte, then whole; then the file in place and its partitions not yet made.
        for (var torn = 0; torn <= after.Length; torn++)
        {
            Check(before, after[..torn], 4);
        }
        Check(after, null, 6);

        void Check(byte[] file, byte[]? beside, int partitions)
        {
            foreach (var made in new[] { "p004", "p005" })
            {
                if (Directory.Exists(Path.Combine(_folder, "h", made)))
                {
                    Directory.Delete(Path.Combine(_folder, "h", made), true);
                }
            }

            File.WriteAllBytes(HubJson, file);
            if (beside is not null)
            {
                File.WriteAllBytes(HubJson + ".new", beside);
            }
            foreach (var (configured, expected) in new[] { (1, partitions), (6, 6) })
            {
                using var broker = Logs.Broker(_folder, TimeProvider.System, configured: ("h", configured));
                Assert.Equal(expected, broker.Hub("h").Partitions.Length);
                Assert.Equal(["a"], broker.Hub("h").Partitions[2].Read().Select(e => e.Body));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{ "Name": "h", "Partitions": 0, "Created": "2026-06-01T12:00:00+00:00" }""")]
    [InlineData("""{ "Name": "h", "Partitions": 2000000000, "Created": "2026-06-01T12:00:00+00:00" }""")]
    [InlineData("""{ "Partitions": 4, "Created": "2026-06-01T12:00:00+00:00" }""")]
    public void A_damaged_file_of_a_hub_is_named_and_nothing_is_made_in_its_place(string json)
    {
        using (var broker = Logs.Broker(_folder, TimeProvider.System))
        {
            broker.Hub("h");
        }
        File.WriteAllText(HubJson, json);
        var e = Assert.Throws<InvalidDataException>(() => Logs.Broker(_folder, TimeProvider.System, configured: ("h", 5)));
        Assert.Contains(HubJson, e.Message, StringComparison.Ordinal);
        Assert.Equal(json, File.ReadAllText(HubJson));
    }

    [Theory]
    [InlineData("Partitions:h", 0, 4)]
    [InlineData("Partitions:h", -1, 4)]
    [InlineData("Partitions:h", 1025, 4)]
    [InlineData("DefaultPartitions", 4, 0)]
    public async Task A_number_of_partitions_that_no_hub_can_have_is_refused_by_its_name(string setting, int configured, int otherwise)
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestHost.StartAsync(
                _folder,
                o =>
                {
                    o.Partitions["h"] = configured;
                    o.DefaultPartitions = otherwise;
                }
            )
        );
        Assert.Contains(setting, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_clients_and_checkpoints_take_the_added_partitions_in()
    {
        await using (var host = await TestHost.StartAsync(_folder))
        {
            await SendAsync(host, "before", "0", "3");
            await DoneAsync(host, 4);
        }

        await using (var host = await TestHost.StartAsync(_folder, o => o.Partitions["events"] = 6))
        {
            // What was done before the hub grew is done.
            await DoneAsync(host, 6);
            Assert.Equal(0, host.Recorder.Count("Collect"));
            await using var producer = host
                .Services.GetRequiredService<IAzureClientFactory<EventHubProducerClient>>()
                .CreateClient("events");
            Assert.Equal(["0", "1", "2", "3", "4", "5"], await producer.GetPartitionIdsAsync());
            Assert.True((await producer.GetPartitionPropertiesAsync("5")).IsEmpty);
            await SendAsync(host, "grown", "3", "4", "5");
            await DoneAsync(host, 6);
            Assert.Equal(["grown 3", "grown 4", "grown 5"], await SeenAsync(host, 3));
            Assert.Equal(0, (await producer.GetPartitionPropertiesAsync("5")).LastEnqueuedSequenceNumber);
        }

        await using (var host = await TestHost.StartAsync(_folder))
        {
            await SendAsync(host, "after", "5");
            Assert.Equal("0 -1 -1 1 0 1", await DoneAsync(host, 6));
            Assert.Equal(["after 5"], await SeenAsync(host, 1));
        }
    }

    [Fact]
    public void Keys_move_when_a_hub_grows_and_every_partition_gets_some()
    {
        string[] keys = [.. Enumerable.Range(0, 500).Select(i => $"meter-{i}")];
        Assert.Contains(keys, key => SendTarget.ForKey(key, 4) != SendTarget.ForKey(key, 7));
        Assert.Equal(Enumerable.Range(0, 7), keys.Select(key => SendTarget.ForKey(key, 7)).Distinct().Order());
        Gen.Select(Gen.String, Gen.Int[1, PartitionCounts.Most])
            .Sample((key, count) => SendTarget.ForKey(key, count) is var at && at >= 0 && at < count);
    }

    private static Task SendAsync(TestHost host, string text, params string[] partitions) =>
        host.Hub.SendAsync("events", [.. partitions.Select(p => new HubMessage(Encoding.UTF8.GetBytes($"{text} {p}"), PartitionId: p))]);

    /// <summary>Waits until both functions are through and gives how far one of them is, by partition.</summary>
    private static async Task<string> DoneAsync(TestHost host, int partitions)
    {
        var states = await host.Hub.WaitUntilProcessedAsync("events");
        Assert.All(states, s => Assert.True(s.IsDone));
        Assert.Equal(2 * partitions, states.Count);
        return string.Join(' ', states.Where(s => s.Function == "Collect").Select(s => s.Processed));
    }

    private static async Task<IEnumerable<string>> SeenAsync(TestHost host, int events)
    {
        var seen = new List<string>();
        while (seen.Count < events)
        {
            seen.AddRange((await host.Recorder.NextAsync<Batch>("Collect")).Events.Select(e => e.EventBody.ToString()));
        }
        Assert.Equal(events, host.Recorder.Count("Collect"));
        return seen.Order(StringComparer.Ordinal);
    }
}
