using Settlement.Bench.National;

namespace Settlement.Bench.Documents;

/// <summary>Puts the model's figures into the document on capacity.</summary>
internal static class CapacityDocument
{
    public static string Fill(string document, BenchReport measured)
    {
        document = Markdown.Put(document, "measured", Measured(measured));
        document = Markdown.Put(
            document,
            "published",
            Markdown.Table(
                ["published", "figure", "unit", "source"],
                AzureFigures.All.Select(figure =>
                    new[]
                    {
                        figure.What,
                        figure.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        figure.Unit,
                        figure.Source,
                    }
                )
            )
        );
        return Markdown.Put(document, "model", Model(measured));
    }

    private static string Measured(BenchReport report) =>
        Markdown.Table(
            ["measured here", "figure"],
            [
                ["meters of the run", Markdown.Number(report.Meters)],
                ["messages a meter, corrections and duplicates among them", Markdown.Number((decimal)report.Messages / report.Meters, 4)],
                ["bytes of JSON a message", Markdown.Number((decimal)report.BodyBytes / report.Messages, 1)],
                ["bytes stored a reading, values, ids and totals", Markdown.Number((decimal)report.Blocks.Bytes / report.Readings, 3)],
                ["messages a block", Markdown.Number((decimal)report.Messages / report.Blocks.Count)],
                ["entities a block", Markdown.Number((decimal)report.Blocks.Entities / report.Blocks.Count, 1)],
                ["CPU seconds a million messages, ingest", Markdown.Number(PerMillion(report, "ingest"), 2)],
                ["CPU seconds a million messages, a run", Markdown.Number(PerMillion(report, "settle SF"), 2)],
            ]
        );

    private static decimal PerMillion(BenchReport report, string stage) =>
        (decimal)report.Stages.Single(s => s.Name == stage).CpuSeconds / report.Messages * 1_000_000;

    private static string Model(BenchReport report)
    {
        CapacityModel[] models = [.. Load.All.Select(load => new CapacityModel(report, load))];
        return Markdown.Table(
            ["a day", .. Load.All.Select(load => load.Name)],
            [
                Row("messages in, million", m => Markdown.Number(m.Messages / 1_000_000, 1)),
                Row("readings in, billion", m => Markdown.Number(m.Readings / 1_000_000_000, 2)),
                Row("GB of JSON in", m => Markdown.Number(m.BodyBytes / 1_000_000_000, 1)),
                Row("MB/s within two hours", m => Markdown.Number(m.MegabytesASecond, 1)),
                Row("throughput units", m => Markdown.Number(m.ThroughputUnits)),
                Row("or Premium processing units (Kafka endpoint included)", m => Markdown.Number(m.ProcessingUnits)),
                Row("partitions", m => Markdown.Number(m.Partitions)),
                Row("cores to keep up", m => Markdown.Number(m.IngestCores, 2)),
                Row("core-hours, ingest", m => Markdown.Number(m.IngestCoreSeconds / 3600, 2)),
                Row("core-hours, runs", m => Markdown.Number(m.RunCoreSeconds / 3600, 2)),
                Row("GB stored", m => Markdown.Number(m.StoredBytes / 1_000_000_000, 2)),
                Row("table writes a second (of 20,000)", m => Markdown.Number(m.WritesASecond, 1)),
                Row("entities a second and partition (of 2,000)", m => Markdown.Number(m.EntitiesASecondAndPartition, 1)),
                Row("table reads of the runs", m => Markdown.Number(m.ReadOperations)),
                Row("Durable work items", m => Markdown.Number(m.WorkItems)),
                Row("their seconds at 250/s", m => Markdown.Number(m.WorkItemSeconds, 1)),
                Row("$ Event Hubs", m => Markdown.Number(m.EventHubsCost, 2) + (m.NeedsPremium ? " (Premium)" : "")),
                Row("$ Functions", m => Markdown.Number(m.FunctionsCost, 2)),
                Row("$ table operations", m => Markdown.Number(m.OperationsCost, 2)),
                Row("$ storage, 28 months kept", m => Markdown.Number(m.StorageCost, 2)),
                Row("**$ a day**", m => $"**{Markdown.Number(m.Cost, 2)}**"),
            ]
        );

        IEnumerable<string> Row(string name, Func<CapacityModel, string> of) => [name, .. models.Select(of)];
    }
}
