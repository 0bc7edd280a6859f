using System.Globalization;
using System.Text.Json;
using Settlement.Bench.Measuring;
using Settlement.Bench.National;
using Settlement.Hosting.Reporting;
using Spectre.Console;

namespace Settlement.Local.Tests.Reporting;

/// <summary>Tables show all their headings and figures, however narrow the screen.</summary>
public sealed class TableWidthTests
{
    private const decimal Large = 1_234_567_890.12m;

    private static readonly string[] RunHeadings =
    [
        "group take uncorrected take / uncorrected",
        "party credited MWh contracted MWh imbalance MWh imbalance £ residual £ net £ (+ pays)",
        "take − allocated Σ credited Σ contracted Σ net",
        "period group correction supplier before MWh now MWh",
    ];

    private static readonly object Report = new
    {
        day = "2026-10-25",
        run = "SF",
        attempt = 1,
        state = "closed",
        periods = 50,
        withFigures = 50,
        gspGroups = new[]
        {
            new
            {
                gspGroup = "_A",
                take = Large,
                uncorrected = Large,
            },
        },
        parties = new[]
        {
            new
            {
                party = "SUPPLIER",
                credited = Large,
                contracted = -Large,
                imbalance = Large,
                imbalanceCash = -Large,
                residualCash = Large,
                net = -Large,
            },
        },
        controls = new
        {
            takeMinusAllocated = 0,
            creditedSum = 0,
            contractedSum = 0,
            netSum = 0,
        },
        reasons = Array.Empty<string>(),
        warnings = Array.Empty<string>(),
        corrections = new
        {
            comparedWith = new { run = "SF", day = "2026-10-18" },
            total = 1,
            items = new[]
            {
                new
                {
                    period = 17,
                    gspGroup = "_A",
                    correction = 1.25m,
                    suppliers = new[]
                    {
                        new
                        {
                            supplier = "SUPPLIER",
                            before = Large,
                            now = -Large,
                        },
                    },
                },
            },
        },
    };

    [Theory]
    [InlineData(30)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(160)]
    public void A_runs_report_is_not_cut(int width)
    {
        var text = Print(width, screen => RunPrinter.Print(screen, JsonSerializer.SerializeToElement(Report)));

        AssertWhole(text, width, RunHeadings);
        Assert.Equal(2, Occurrences(text, "-1,234,567,890.120"));
        Assert.Equal(2, Occurrences(text, "-1,234,567,890.12 "));
        Assert.Contains("who moved most against run SF of 2026-10-18", string.Join(' ', Words(text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public void The_runs_of_the_bare_command_are_not_cut(int width)
    {
        var line = new RunLine("2026-10-25", "SF", 1, "inexact", 50, 50, Large, Large, -Large, false, 1_234);

        var text = Print(width, screen => RunPrinter.PrintRuns(screen, [line]));

        AssertWhole(text, width, ["day and run state periods take MWh losses MWh residual £ controls warnings"]);
        Assert.Contains("NOT ZERO", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public void The_table_of_bench_is_not_cut(int width)
    {
        var memory = new ProcessMemory(9L << 30, 9L << 30);
        var report = new BenchReport(
            new Machine("a processor", 2, 8L << 30, "a system", "a runtime"),
            33_700_000,
            40,
            14,
            1_000,
            33_700_000,
            1_000,
            1_600_000_000,
            9_000_000_000,
            1,
            1,
            new BlockFigures(1, 1, 1),
            1,
            [
                new Stage("ingest", false, 1_234.56, 2_345.67, 33_700_000, 9_000_000_000, memory, 5_000_000_000),
                new Stage("read segments and check their hashes", true, 123.45, 123.45, 33_700_000, 9_000_000_000, default, 0),
                new Stage("first run", false, 123.45, 123.45, 0, 0, memory, 0),
            ],
            true
        );

        var text = Print(width, screen => BenchPrinter.Print(screen, report));

        AssertWhole(text, width, ["stage seconds CPU s share messages/s readings/s MB/s own MiB RSS MiB stored MB"]);
        Assert.Contains("read segments and check their hashes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_fits_is_shown_in_one_with_its_headings_in_a_line()
    {
        var text = Print(
            80,
            screen =>
                screen.Table(
                    "Sets",
                    ["set", "first version"],
                    [
                        ["holidays", "1"],
                    ]
                )
        );

        Assert.Contains("first version", text, StringComparison.Ordinal);
        Assert.Equal(1, Occurrences(text, "holidays"));
    }

    [Fact]
    public void Columns_that_do_not_fit_are_continued_below_with_the_names_again()
    {
        var parts = TableLayout.Fit(
            ["name", "a long heading", "second", "third"],
            [
                ["x", new string('1', 20), "2", "3"],
            ],
            38
        );

        Assert.Equal(
            [
                [0, 1],
                [0, 2, 3],
            ],
            parts.Select(part => part.Columns)
        );
    }

    private static void AssertWhole(string text, int width, string[] headings)
    {
        Assert.DoesNotContain("…", text, StringComparison.Ordinal);
        var words = Words(text).ToHashSet(StringComparer.Ordinal);
        Assert.All(headings.SelectMany(heading => heading.Split(' ')), word => Assert.Contains(word, words));
        if (width >= 80)
        {
            Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        }
    }

    private static string[] Words(string text) => text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    private static string Print(int width, Action<Screen> print)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        console.Profile.Width = width;
        print(new Screen(false, console));
        return writer.ToString();
    }
}
