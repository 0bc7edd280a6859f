using Settlement.Bench.Measuring;
using Settlement.Bench.National;

namespace Settlement.Bench.Documents;

/// <summary>Puts measured figures into the document on performance.</summary>
internal static class PerformanceDocument
{
    public static string Fill(string document, BenchReport bench, IReadOnlyList<BenchReport> growth, PeersReport peers)
    {
        document = Markdown.Put(document, "machine", Machine(bench.Machine));
        document = Markdown.Put(document, "input", Input(bench));
        document = Markdown.Put(document, "stages", Stages(bench));
        document = Markdown.Put(document, "result", Result(bench));
        document = Markdown.Put(document, "goals", Goals(bench));
        document = Markdown.Put(document, "growth", Growth(growth));
        return Markdown.Put(document, "peers", Peers(peers));
    }

    private static string Machine(Machine machine) =>
        $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes >> 30} GiB of memory; {machine.System}; {machine.Runtime}.\n";

    private static string Input(BenchReport bench) =>
        $"{Markdown.Number(bench.Meters)} meters, {Markdown.Number(bench.Messages)} messages of {bench.Readings / bench.Messages} values ({Markdown.Number(bench.LateMessages)} of them corrections or sent again), {Markdown.Number(bench.BodyBytes)} bytes of JSON in {Markdown.Number(bench.Events)} events; {bench.GspGroups} GSP Groups, {bench.Suppliers} suppliers. Filling the hub took {Markdown.Number((decimal)bench.FillSeconds, 1)} s and is not counted.\n";

    private static string Stages(BenchReport bench)
    {
        var cpu = bench.Stages.Where(stage => !stage.Part).Sum(stage => stage.CpuSeconds);
        return Markdown.Table(
            ["stage", "seconds", "CPU s", "share", "messages/s", "readings/s", "MB/s", "own MiB", "resident MiB"],
            bench.Stages.Select(stage =>
                new[]
                {
                    stage.Part ? $"· {stage.Name}" : $"**{stage.Name}**",
                    Optional(stage.Seconds, 2),
                    Optional(stage.CpuSeconds, 2),
                    Optional(100 * stage.CpuSeconds / cpu, 1) + " %",
                    Optional(stage.MessagesASecond, 0),
                    Optional(stage.MessagesASecond * bench.Readings / bench.Messages, 0),
                    Optional(stage.BytesASecond / 1e6, 0),
                    stage.Part ? "" : Markdown.Number(stage.Peak.Own >> 20),
                    stage.Part ? "" : Markdown.Number(stage.Peak.Resident >> 20),
                }
            )
        );
    }

    private static string Result(BenchReport bench) =>
        $"Hub to closed SF: {Optional(bench.DaySeconds, 1)} s. Blocks {Markdown.Number(bench.Blocks.Bytes)} bytes, {Markdown.Number((decimal)bench.Blocks.Bytes / bench.Readings, 3)} a reading, at {Markdown.Number((decimal)bench.Messages / bench.Blocks.Count)} messages a block. Peak memory {Markdown.Number(bench.Peak.Own >> 20)} MiB without mapped files, {Markdown.Number(bench.Peak.Resident >> 20)} MiB with them. Uncorrected totals of all GSP Groups {(bench.Exact ? "equal what was sent, to the last milliwatt-hour" : "**are not what was sent**")}.\n";

    private static string Goals(BenchReport bench) =>
        Markdown.Table(
            ["what", "goal", "measured"],
            [
                ["hub to closed SF", "under 300 s", $"{Optional(bench.DaySeconds, 1)} s"],
                ["resident memory, peak", "under 4,096 MiB", $"{Markdown.Number(bench.Peak.Resident >> 20)} MiB"],
                ["fold and settle of a day in the ledger", "under 60 s", $"{Optional(FindStage(bench, "settle SF").Seconds, 1)} s"],
                ["a second run type of it", "under 30 s", $"{Optional(FindStage(bench, "settle R1").Seconds, 1)} s"],
                ["stored bytes a reading", "under 2.5", Markdown.Number((decimal)bench.Blocks.Bytes / bench.Readings, 3)],
                ["versions of one meter's day", "under 200 ms", Milliseconds(bench, "versions of a meter")],
                ["live totals of the day", "under 200 ms", Milliseconds(bench, "live totals")],
            ]
        );

    private static string Milliseconds(BenchReport bench, string read) =>
        $"{Optional(FindStage(bench, read + ", first").Seconds * 1000, 0)} ms, again {Optional(FindStage(bench, read + ", again").Seconds * 1000, 0)} ms";

    private static string Growth(IReadOnlyList<BenchReport> growth) =>
        Markdown.Table(
            [
                "meters",
                "ingest s",
                "SF s",
                "R1 s",
                "CPU µs a message, ingest",
                "CPU µs a message, SF",
                "blocks' bytes a reading",
                "messages a block",
                "own MiB",
                "resident MiB",
            ],
            growth.Select(bench =>
                new[]
                {
                    Markdown.Number(bench.Meters),
                    Optional(FindStage(bench, "ingest").Seconds, 1),
                    Optional(FindStage(bench, "settle SF").Seconds, 1),
                    Optional(FindStage(bench, "settle R1").Seconds, 1),
                    Optional(FindStage(bench, "ingest").CpuSeconds * 1e6 / bench.Messages, 2),
                    Optional(FindStage(bench, "settle SF").CpuSeconds * 1e6 / bench.Messages, 2),
                    Markdown.Number((decimal)bench.Blocks.Bytes / bench.Readings, 3),
                    Markdown.Number((decimal)bench.Messages / bench.Blocks.Count),
                    Markdown.Number(bench.Peak.Own >> 20),
                    Markdown.Number(bench.Peak.Resident >> 20),
                }
            )
        );

    private static Stage FindStage(BenchReport bench, string stage) => bench.Stages.Single(each => each.Name == stage);

    private static string Peers(PeersReport peers) =>
        $"{Markdown.Number(peers.Messages)} messages, {Markdown.Number(peers.Readings)} readings; DuckDB {peers.Engine}; {Markdown.Number(peers.Meters)} meters.\n\n"
        + Markdown.Table(
            ["what, from what", "seconds", "CPU s", "readings/s", "MB", "× hub to day", "× ledger to day"],
            peers.Contenders.Select(c =>
                new[]
                {
                    $"{c.Name}, from {c.From}: {c.Note}",
                    Optional(c.Seconds, 2),
                    Optional(c.CpuSeconds, 2),
                    Optional(peers.Readings / c.Seconds, 0),
                    Optional(c.Bytes / 1e6, 0),
                    Optional(peers.ToHub(c), 2),
                    Optional(peers.ToLedger(c), 2),
                }
            )
        );

    private static string Optional(double? value, int decimals) => value is { } number ? Markdown.Number((decimal)number, decimals) : "";
}
