using System.Globalization;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Messages;
using Settlement.Reliability.Support;
using Settlement.Runs.Computation;
using Settlement.Storage.Sqlite;

namespace Settlement.Benchmarks;

/// <summary>
/// The ratios that matter, in under a minute: each piece of work in turn, many rounds, the median of the CPU time it takes, so that other programs on the machine matter little.
/// </summary>
internal static class QuickTable
{
    private const int Messages = 20_000;
    private const int Rounds = 21;
    private const int FoldBlocks = 60;

    public static async Task PrintAsync()
    {
        var reference = await ReferenceAsync();
        Decoding("day messages of 48 readings", new NationalMix(1).DayEvents(Messages), reference);
        Decoding("messages of one reading", new NationalMix(2).SingleEvents(Messages * 3), reference);
        Sizes(reference);
        await MergingAsync(reference);
        await FoldAsync(FoldBlocks);
    }

    /// <summary>The reference data of the national market.</summary>
    public static async Task<ReferenceData> ReferenceAsync()
    {
        var folder = Directory.CreateTempSubdirectory("settlement-bench-");
        try
        {
            using var store = new SqliteTableStore(Path.Combine(folder.FullName, "reference.db"));
            return await (await NationalMix.ReferenceAsync(store)).LoadCurrentAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Folds a day of so many blocks, group by group, and looks up one meter.</summary>
    public static async Task FoldAsync(int blocks)
    {
        using var sample = await FoldSample.MakeAsync(blocks, await ReferenceAsync());
        var rows = (double)blocks * FoldSample.RowsPerBlock;
        Print(
            $"a day of {blocks} blocks of {FoldSample.RowsPerBlock} day messages, {sample.StoredBytes / (rows * 48):0.000} bytes a reading in the database and its log:"
        );
        for (var round = 0; round < 2; round++)
        {
            var (start, peak) = (Environment.CpuUsage.TotalTime, 0L);
            for (var group = 0; group < RunComputation.FoldGroups; group++)
            {
                await sample.Fold.FoldAsync(FoldSample.Day, sample.Cut, group, RunComputation.FoldGroups, default);
                peak = Math.Max(peak, GC.GetTotalMemory(false));
            }

            var seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            Print(
                $"  fold {seconds:0.00} s of CPU, {seconds * 1e9 / rows:0} ns a message, {seconds * 33.7e6 / rows:0.0} s for 33.7 million; {peak / 1e6:0} MB of managed memory"
            );
        }

        for (var round = 0; round < 3; round++)
        {
            var (start, versions) = (Environment.CpuUsage.TotalTime, 0);
            await foreach (
                var version in sample.Reader.VersionsAsync(FoldSample.Meter(blocks / 2, round), FoldSample.Day, sample.Cut, default)
            )
            {
                versions++;
            }
            var milliseconds = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
            Print($"  one meter's {versions} versions: {milliseconds:0.0} ms of CPU, {milliseconds * 1700 / blocks:0} ms for 1,700 blocks");
        }
    }

    private static void Decoding(string what, List<HubEvent> events, ReferenceData reference)
    {
        var (decoder, writer) = (new ReadingDecoder(reference), new BlockWriter());
        var batch = decoder.Decode(events);
        var (messages, readings, bytes) = (batch.Accepted, Readings(batch), events.Sum(e => (long)e.Body.Length));
        Print($"{messages} {what} in {events.Count} events, {bytes / (double)messages:0} bytes a message, {batch.Rejects.Count} rejected:");
        var times = Measure(
            ("Utf8JsonReader walk", () => Work.Walk(events)),
            ("decode, check, pre-aggregate", () => decoder.Decode(events)),
            ("make the block", () => writer.Write(Work.Block, batch))
        );
        var walk = times[0].Nanoseconds;
        foreach (var (name, nanoseconds, allocated) in times)
        {
            Print(
                $"  {name, -30} {nanoseconds / messages, 7:0} ns/message {readings * 1000.0 / nanoseconds, 8:0.0} M readings/s {bytes * 1000.0 / nanoseconds, 7:0} MB/s  {walk / nanoseconds, 5:0.00} × walk  {allocated / (double)readings, 6:0.000} bytes allocated/reading"
            );
        }
        var both = times[^2].Nanoseconds + times[^1].Nanoseconds;
        Print(
            $"  {"body to block", -30} {both / messages, 7:0} ns/message {readings * 1000.0 / both, 8:0.0} M readings/s {bytes * 1000.0 / both, 7:0} MB/s  {walk / both, 5:0.00} × walk"
        );
        Print(
            $"  read on the fast path: {decoder.ReadOnFastPath / (double)(decoder.ReadOnFastPath + messages):P1} with the first round, which learns"
        );
    }

    private static void Sizes(ReferenceData reference)
    {
        Print($"stored bytes a reading, day messages:");
        foreach (var messages in (int[])[100, 1_000, 5_000, 20_000, 60_000])
        {
            var batch = new ReadingDecoder(reference).Decode(new NationalMix(3).DayEvents(messages));
            var writes = new BlockWriter().Write(Work.Block, batch);
            var header = BlockHeader.Decode(Work.Block, writes[0].Value.Span);
            var readings = (double)Readings(batch);
            long Of(int from, int count) => header.Parts.Skip(from).Take(count).Sum(part => (long)part.Length);
            Print(
                $"  {messages, 6} a block: {writes.Sum(write => (long)write.Value.Length) / readings:0.000} = values {Of(3 + header.Slices, header.Slices) / readings:0.000}, ids {Of(3, header.Slices) / readings:0.000}, totals {Of(1, 1) / readings:0.000}, cells and events {(Of(0, 1) + Of(2, 1)) / readings:0.000}, header {writes[0].Value.Length / readings:0.000}; {writes.Count} entities"
            );
        }
    }

    private static async Task MergingAsync(ReferenceData reference)
    {
        Print($"what merging {Messages} day messages gives back:");
        foreach (var messages in (int[])[100, 500, 1_000, 5_000])
        {
            // Once to warm up.
            await (await MergeSample.MakeAsync(messages, Messages, reference)).MergeAsync();
            var sample = await MergeSample.MakeAsync(messages, Messages, reference);
            var start = Environment.CpuUsage.TotalTime;
            var outcome = await sample.MergeAsync();
            var cpu = (Environment.CpuUsage.TotalTime - start).TotalNanoseconds;
            Print(
                $"  {outcome.Blocks, 4} blocks of {messages, 5}: {outcome.Bytes / (double)sample.Readings:0.000} bytes a reading -> {outcome.BytesInto / (double)sample.Readings:0.000} in {outcome.Into}, {1 - (outcome.BytesInto / (double)outcome.Bytes):P0} less; {cpu / Messages:0} ns of CPU a message"
            );
        }
    }

    public static long Readings(ReadingBatch batch)
    {
        long readings = 0;
        for (var i = 0; i < batch.Totals.Used.Length; i++)
        {
            long count = 0;
            foreach (var change in batch.Totals.Changes(i))
            {
                readings += count += change;
            }
        }

        return readings;
    }

    /// <summary>Runs each piece in turn, again and again, so that all meet the same neighbours; the first rounds warm up.</summary>
    private static List<(string Name, double Nanoseconds, long Allocated)> Measure(params (string Name, Action Work)[] pieces)
    {
        var times = pieces.Select(_ => new List<double>()).ToArray();
        var allocated = new long[pieces.Length];
        for (var round = 0; round < Rounds + 10; round++)
        {
            for (var i = 0; i < pieces.Length; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var start = Environment.CpuUsage.TotalTime;
                pieces[i].Work();
                if (round >= 10)
                {
                    times[i].Add((Environment.CpuUsage.TotalTime - start).TotalNanoseconds);
                }
                allocated[i] = GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        return [.. pieces.Select((piece, i) => (piece.Name, times[i].Order().ElementAt(Rounds / 2), allocated[i]))];
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
