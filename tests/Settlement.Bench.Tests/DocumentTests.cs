using Settlement.Bench.Documents;
using Settlement.Bench.Measuring;
using Settlement.Bench.National;

namespace Settlement.Bench.Tests;

public sealed class DocumentTests
{
    /// <summary>A run of a tenth of Great Britain whose figures are easy to multiply.</summary>
    private static readonly BenchReport Tenth = new(
        new Machine("a processor", 2, 1L << 34, "a system", "a runtime"),
        3_370_000,
        60,
        14,
        1_500,
        3_370_000,
        0,
        3_370_000 * 48L,
        1_440_000_000,
        1,
        0,
        new BlockFigures(200, 20_000, 300_000_000),
        0,
        [new Stage("ingest", false, 10, 24, 3_370_000, 0, default, 0), new Stage("settle SF", false, 2, 3, 3_370_000, 0, default, 0)],
        true
    );

    [Fact]
    public void The_documents_say_what_was_measured_and_what_the_model_makes_of_it()
    {
        foreach (var (path, text) in DocumentFigures.Documents(Path.Combine(Repository(), "docs")))
        {
            Assert.True(File.ReadAllText(path) == text, $"'{path}' is not what its figures make of it: run the command 'figures'.");
        }
    }

    [Fact]
    public void The_model_scales_a_measured_run_to_a_country()
    {
        var model = new CapacityModel(Tenth, Load.All[0]);

        Assert.Equal(33_700_000m, model.Messages);
        Assert.Equal(14_400_000_000m, model.BodyBytes);
        Assert.Equal(2m, model.MegabytesASecond);
        Assert.Equal(2m, model.ThroughputUnits);
        Assert.Equal(720m, model.IngestCoreSeconds);
        Assert.Equal(0.1m, model.IngestCores);
        Assert.Equal(360m, model.RunCoreSeconds);
        Assert.Equal(3_000_000_000m, model.StoredBytes);
        // 2,000 blocks, each a transaction, a look at the head and its move.
        Assert.Equal(6_000m, model.WriteOperations);
        // 2 units for a day at three cents an hour, and 219,727 times 64 KiB.
        Assert.Equal(1.44615m, Math.Round(model.EventHubsCost, 5));
        Assert.Equal(0.0572m, Math.Round(model.FunctionsCost, 4));
        Assert.Equal(3.78m, model.StorageCost);
    }

    [Fact]
    public void Five_days_at_once_bring_the_messages_and_the_runs_of_five_days()
    {
        var (one, five) = (new CapacityModel(Tenth, Load.All[0]), new CapacityModel(Tenth, Load.All[3]));

        Assert.Equal(one.Messages * 5, five.Messages);
        Assert.Equal(one.RunCoreSeconds * 5, five.RunCoreSeconds);
        Assert.Equal(one.WorkItems * 5, five.WorkItems);
        Assert.Equal(one.StorageCost, five.StorageCost);
    }

    [Fact]
    public void More_than_a_namespace_has_units_needs_premium()
    {
        Assert.False(new CapacityModel(Tenth, Load.All[1]).NeedsPremium);
        var twenty = new CapacityModel(Tenth, Load.All[2]);
        Assert.Equal(40m, twenty.ThroughputUnits);
        Assert.False(twenty.NeedsPremium);
        Assert.True(new CapacityModel(Tenth, new Load("21 ×", 21, 1, 4)).NeedsPremium);
    }

    [Fact]
    public void A_document_without_its_marks_is_refused() =>
        Assert.Throws<FormatException>(() => Markdown.Put("# A document\n", "model", "figures"));

    [Fact]
    public void A_report_written_as_JSON_is_read_back()
    {
        var path = Path.GetTempFileName();
        try
        {
            BenchPrinter.Write(path, Tenth);
            var back = DocumentFigures.Read<BenchReport>(path);

            Assert.Equal(Tenth.Stages, back.Stages);
            Assert.Equal(Tenth with { Stages = back.Stages }, back);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Functions.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }
        return folder;
    }
}
