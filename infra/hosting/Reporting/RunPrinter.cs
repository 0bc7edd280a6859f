using System.Globalization;
using System.Text.Json;

namespace Settlement.Hosting.Reporting;

/// <summary>One line on a run.</summary>
public sealed record RunLine(
    string Day,
    string Run,
    int Attempt,
    string State,
    int Periods,
    int WithFigures,
    decimal? Take,
    decimal? Losses,
    decimal? Residual,
    bool? ControlsZero,
    int Warnings
)
{
    public static RunLine FromJson(JsonElement report)
    {
        var withFigures = report.GetProperty("withFigures").GetInt32();
        var settled = withFigures > 0;
        return new RunLine(
            report.GetProperty("day").GetString()!,
            report.GetProperty("run").GetString()!,
            report.GetProperty("attempt").GetInt32(),
            report.GetProperty("state").GetString()!,
            report.GetProperty("periods").GetInt32(),
            withFigures,
            settled ? report.GetProperty("gspGroups").EnumerateArray().Sum(g => g.GetProperty("take").GetDecimal()) : null,
            settled ? report.GetProperty("totals").GetProperty("losses").GetDecimal() : null,
            settled ? report.GetProperty("totals").GetProperty("residual").GetDecimal() : null,
            settled ? report.GetProperty("controls").EnumerateObject().All(c => c.Value.GetDecimal() == 0) : null,
            report.GetProperty("warnings").GetArrayLength()
        );
    }
}

/// <summary>Prints a run so that a person likes to read it.</summary>
public static class RunPrinter
{
    private const int MaxReasons = 12;
    private const int MaxCorrections = 5;
    private const string None = "–";

    public static void Print(Screen screen, JsonElement report)
    {
        var title =
            $"Run {report.GetProperty("run").GetString()} of {report.GetProperty("day").GetString()}, attempt {report.GetProperty("attempt").GetInt32()}: {report.GetProperty("state").GetString()}";
        screen.Result(string.Empty);
        screen.Result(title);
        if (report.TryGetProperty("failure", out var failure) && failure.ValueKind == JsonValueKind.String)
        {
            screen.Result($"It failed: {failure.GetString()}");
        }
        var (periods, withFigures) = (report.GetProperty("periods").GetInt32(), report.GetProperty("withFigures").GetInt32());
        if (report.TryGetProperty("gspGroups", out var groups))
        {
            screen.Result($"{withFigures} of {periods} periods have figures.");
        }
        if (withFigures > 0)
        {
            screen.Table("GSP Groups (MWh)", ["group", "take", "uncorrected", "take / uncorrected"], groups.EnumerateArray().Select(Group));
            screen.Table(
                "Parties",
                ["party", "credited MWh", "contracted MWh", "imbalance MWh", "imbalance £", "residual £", "net £ (+ pays)"],
                report.GetProperty("parties").EnumerateArray().Select(Party)
            );
            screen.Table(
                "Control totals (all must be zero)",
                ["take − allocated", "Σ credited", "Σ contracted", "Σ net"],
                [
                    [.. report.GetProperty("controls").EnumerateObject().Select(c => Plain(c.Value))],
                ],
                leftAligned: true
            );
        }

        PrintReasons(screen, "reason", report.GetProperty("reasons"));
        PrintReasons(screen, "warning", report.GetProperty("warnings"));
        if (report.TryGetProperty("corrections", out var corrections))
        {
            PrintCorrections(screen, corrections);
        }
    }

    public static void PrintRuns(Screen screen, IEnumerable<RunLine> runs) =>
        screen.Table(
            "Runs",
            ["day and run", "state", "periods", "take MWh", "losses MWh", "residual £", "controls", "warnings"],
            runs.Select(run =>
                new[]
                {
                    $"{run.Day} {run.Run}",
                    run.State,
                    $"{run.WithFigures}/{run.Periods}",
                    run.Take is { } take ? Figures.Volume(take) : None,
                    run.Losses is { } losses ? Figures.Volume(losses) : None,
                    run.Residual is { } residual ? Figures.Money(residual) : None,
                    run.ControlsZero is not { } zero ? None
                    : zero ? "all zero"
                    : "NOT ZERO",
                    Figures.Count(run.Warnings),
                }
            )
        );

    private static void PrintReasons(Screen screen, string kind, JsonElement reasons)
    {
        var byCause = reasons
            .EnumerateArray()
            .GroupBy(r => (Code: r.GetProperty("code").GetString()!, Of: r.GetProperty("of").GetString()!))
            .Select(g => (g.Key, Where: Where([.. g])))
            .ToList();
        foreach (var (cause, where) in byCause.Take(MaxReasons))
        {
            screen.Result($"{kind}: {cause.Code}{(cause.Of.Length > 0 ? $" {cause.Of}" : "")}{where}");
        }
        if (byCause.Count > MaxReasons)
        {
            screen.Result($"and {byCause.Count - MaxReasons} more causes");
        }
    }

    private static void PrintCorrections(Screen screen, JsonElement corrections)
    {
        var total = corrections.GetProperty("total").GetInt32();
        var items = corrections.GetProperty("items").EnumerateArray().Take(MaxCorrections);
        if (corrections.GetProperty("comparedWith") is not { ValueKind: JsonValueKind.Object } run)
        {
            screen.Table(
                $"Corrections farthest from 1, of {total} outside the band",
                ["period", "group", "correction"],
                items.Select(Correction)
            );
            return;
        }
        screen.Table(
            $"Corrections farthest from 1, of {total} outside the band, and who moved most against run {run.GetProperty("run").GetString()} of {run.GetProperty("day").GetString()}",
            ["period", "group", "correction", "supplier", "before MWh", "now MWh"],
            items.SelectMany(item =>
                item.GetProperty("suppliers")
                    .EnumerateArray()
                    .Select(supplier =>
                        Correction(item)
                            .Concat([
                                supplier.GetProperty("supplier").GetString()!,
                                Figures.Volume(supplier.GetProperty("before").GetDecimal()),
                                Figures.Volume(supplier.GetProperty("now").GetDecimal()),
                            ])
                            .ToArray()
                    )
            )
        );
    }

    private static string[] Correction(JsonElement item) =>
        [
            Plain(item.GetProperty("period")),
            item.GetProperty("gspGroup").GetString()!,
            item.GetProperty("correction").GetDecimal().ToString("N4", CultureInfo.InvariantCulture),
        ];

    /// <summary>The periods that a cause is about, or how many values.</summary>
    private static string Where(List<JsonElement> reasons)
    {
        if (reasons[0].TryGetProperty("count", out var count))
        {
            return $": {Plain(count)}";
        }
        var periods = reasons.Select(r => r.GetProperty("period")).Where(period => period.ValueKind == JsonValueKind.Number).ToList();
        return periods.Count == 0
            ? ""
            : $" in period {string.Join(", ", periods.Take(10).Select(Plain))}{(periods.Count > 10 ? " …" : "")}";
    }

    private static string[] Group(JsonElement group)
    {
        var (take, uncorrected) = (group.GetProperty("take").GetDecimal(), group.GetProperty("uncorrected").GetDecimal());
        return
        [
            group.GetProperty("gspGroup").GetString()!,
            Figures.Volume(take),
            Figures.Volume(uncorrected),
            uncorrected == 0 ? "–" : (take / uncorrected).ToString("N4", CultureInfo.InvariantCulture),
        ];
    }

    private static string[] Party(JsonElement party) =>
        [
            party.GetProperty("party").GetString()!,
            Figures.Volume(party.GetProperty("credited").GetDecimal()),
            Figures.Volume(party.GetProperty("contracted").GetDecimal()),
            Figures.Volume(party.GetProperty("imbalance").GetDecimal()),
            Figures.Money(party.GetProperty("imbalanceCash").GetDecimal()),
            Figures.Money(party.GetProperty("residualCash").GetDecimal()),
            Figures.Money(party.GetProperty("net").GetDecimal()),
        ];

    private static string Plain(JsonElement value) => value.ToString();
}
