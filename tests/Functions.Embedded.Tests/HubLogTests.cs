using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using CsCheck;
using Functions.Embedded.Hub;

namespace Functions.Embedded.Tests;

public sealed class HubLogTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Events_come_back_in_order_numbered_without_gaps_over_restarts()
    {
        for (var run = 0; run < 3; run++)
        {
            using var broker = Logs.Broker(_folder, TimeProvider.System);
            for (var i = 0; i < 5; i++)
            {
                await broker.Hub("h").AppendAsync([Logs.Event($"{run}.{i}.a"), Logs.Event($"{run}.{i}.b")], default);
            }
        }

        using var again = Logs.Broker(_folder, TimeProvider.System);
        var events = again.Hub("h").Partitions[0].Read();
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (long)i), events.Select(e => e.Sequence));
        Assert.Equal("0.0.a", events[0].Body);
        Assert.Equal("2.4.b", events[^1].Body);
        Assert.Equal(["1.2.a", "1.2.b"], again.Hub("h").Partitions[0].Read(14).Take(2).Select(e => e.Body));
    }

    [Fact]
    public async Task Enqueued_times_rise_over_hubs_partitions_restarts_and_a_clock_set_back()
    {
        var clock = FakeClock.At("2026-06-01T12:00:00Z");
        var ticks = new List<long>();
        for (var run = 0; run < 3; run++)
        {
            using (var broker = Logs.Broker(_folder, clock))
            {
                foreach (var hub in new[] { "a", "b", "a" })
                {
                    await broker.Hub(hub).AppendAsync([Logs.Event("x", 3), Logs.Event("y", 1), Logs.Event("z", 3)], default);
                    var last = broker.Hub(hub).Partitions;
                    ticks.AddRange([last[3].Read()[^2].Ticks, last[1].Read()[^1].Ticks, last[3].Read()[^1].Ticks]);
                }
            }

            clock = FakeClock.At("2025-01-01T00:00:00Z");
        }

        Assert.Equal(27, ticks.Count);
        Assert.Equal(ticks.Distinct().Order(), ticks);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(27)]
    [InlineData(29)]
    [InlineData(40)]
    public async Task A_torn_tail_is_cut_off_and_writing_goes_on_after_the_last_whole_event(int cut)
    {
        using (var broker = Logs.Broker(_folder, TimeProvider.System))
        {
            foreach (var body in new[] { "first", "second", "third and torn" })
            {
                await broker.Hub("h").AppendAsync([Logs.Event(body)], default);
            }
        }

        var path = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "h", "p000"), "*.log"));
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length - cut);
        }
        using var again = Logs.Broker(_folder, TimeProvider.System);
        await again.Hub("h").AppendAsync([Logs.Event("new")], default);
        Assert.Equal([(0, "first"), (1, "second"), (2, "new")], again.Hub("h").Partitions[0].Read().Select(e => (e.Sequence, e.Body)));
    }

    [Fact]
    public void Wherever_a_crash_tears_the_file_the_events_before_the_tear_are_kept()
    {
        var gen = Gen.Select(Gen.Int[0, 300].Array[1, 20], Gen.Double[0, 1]);
        gen.Sample(
            (sizes, where) =>
            {
                var folder = Directory.CreateTempSubdirectory("log-").FullName;
                var ends = new List<long>();
                using (var log = new PartitionLog("h", 0, folder, TimeProvider.System))
                {
                    for (var i = 0; i < sizes.Length; i++)
                    {
                        log.Append([new PendingEvent(0, new byte[sizes[i]], i % 2 == 0 ? "key" : null, null)], [i + 1]);
                        ends.Add(log.Segments[0].Length);
                    }
                }

                var path = Directory.GetFiles(folder, "*.log")[0];
                var length = (long)(ends[^1] * where);
                using (var file = File.OpenWrite(path))
                {
                    file.SetLength(length);
                }
                using (var log = new PartitionLog("h", 0, folder, TimeProvider.System))
                {
                    var kept = ends.Count(e => e <= length);
                    Assert.Equal(sizes.Take(kept), log.Read().Select(e => e.Body.Length));
                    log.Append([Logs.Event("new")], [1_000]);
                    Assert.Equal((kept, "new"), (log.Read()[^1].Sequence, log.Read()[^1].Body));
                }

                Directory.Delete(folder, true);
            },
            iter: 100
        );
    }

    [Fact]
    public async Task A_damaged_event_is_found_out_when_it_is_read()
    {
        using var broker = Logs.Broker(_folder, TimeProvider.System);
        await broker.Hub("h").AppendAsync([Logs.Event("some body"), Logs.Event("next")], default);
        var path = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "h", "p000"), "*.log"));
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = Segment.HeaderSize + RecordFormat.HeaderSize + RecordFormat.FixedPayload;
            file.WriteByte((byte)'S');
        }

        Assert.Throws<InvalidDataException>(() => broker.Hub("h").Partitions[0].Read());
    }

    [Fact]
    public void Segments_roll_and_are_read_across_and_sought_into()
    {
        using (var log = new PartitionLog("h", 0, _folder, TimeProvider.System, segmentBytes: 2_000))
        {
            for (var i = 0; i < 200; i++)
            {
                log.Append([Logs.Event($"event {i}")], [1_000 + i]);
            }
            Assert.Equal(200, log.Read().Count);
        }

        Assert.True(Directory.GetFiles(_folder, "*.log").Length > 3);
        using var again = new PartitionLog("h", 0, _folder, TimeProvider.System, segmentBytes: 2_000);
        for (var i = 0; i < 200; i += 13)
        {
            Assert.Equal($"event {i}", again.Read(i)[0].Body);
        }
        using var byTime = again.ReadFrom(EventPosition.FromEnqueuedTime(new DateTimeOffset(1_077, TimeSpan.Zero)));
        Assert.True(byTime.TryRead(out var data));
        Assert.Equal(77, data.SequenceNumber);
        using var byOffset = again.ReadFrom(EventPosition.FromOffset(data.OffsetString, isInclusive: false));
        Assert.True(byOffset.TryRead(out var next));
        Assert.Equal(78, next.SequenceNumber);
    }

    [Fact]
    public void An_index_over_large_events_leads_to_each_of_them_after_reopening()
    {
        var big = new byte[900_000];
        using (var log = new PartitionLog("h", 0, _folder, TimeProvider.System))
        {
            for (var i = 0; i < 12; i++)
            {
                big[0] = (byte)i;
                log.Append([new PendingEvent(0, big, null, null)], [100 + i]);
            }

            Assert.True(log.Segments[0].Index.Length >= 2);
        }

        using var again = new PartitionLog("h", 0, _folder, TimeProvider.System);
        Assert.Equal(11, again.LastSequence);
        for (var i = 0; i < 12; i++)
        {
            using var reader = again.ReadFrom(i);
            Assert.True(reader.TryRead(out var data));
            Assert.Equal((byte)i, data.EventBody.ToMemory().Span[0]);
            Assert.Equal(i, data.SequenceNumber);
        }
    }

    [Fact]
    public void Keys_go_where_they_always_went()
    {
        // Kept data depends on these: a change would split a key over two partitions.
        Assert.Equal([5, 31, 7], new[] { "", "meter-1", "1200012345678" }.Select(k => SendTarget.ForKey(k, 32)));
        Gen.String.Sample(key => SendTarget.ForKey(key, 7) is >= 0 and < 7 && SendTarget.ForKey(key, 7) == SendTarget.ForKey(key, 7));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_nothing_of_its_batch_is_kept()
    {
        using var broker = Logs.Broker(_folder, TimeProvider.System);
        var large = new PendingEvent(0, new byte[EventSize.Limit], null, null);
        var e = await Assert.ThrowsAsync<EventHubsException>(() => broker.Hub("h").AppendAsync([Logs.Event("small"), large], default));
        Assert.Equal(EventHubsException.FailureReason.MessageSizeExceeded, e.Reason);
        Assert.Equal(-1, broker.Hub("h").Partitions[0].LastSequence);
    }

    [Fact]
    public async Task Many_senders_at_once_lose_and_repeat_nothing()
    {
        using var broker = Logs.Broker(_folder, TimeProvider.System, partitions: 2);
        var hub = broker.Hub("h");
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(s =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 5; i++)
                        {
                            await hub.AppendAsync([Logs.Event($"{s}.{i}", 0), Logs.Event($"{s}.{i}", 1)], default);
                        }
                    })
                )
        );
        foreach (var partition in hub.Partitions)
        {
            var events = partition.Read();
            Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), events.Select(e => e.Sequence));
            Assert.Equal(100, events.Select(e => e.Body).Distinct().Count());
            Assert.Equal(events.Select(e => e.Ticks).Order(), events.Select(e => e.Ticks));
        }
    }
}
