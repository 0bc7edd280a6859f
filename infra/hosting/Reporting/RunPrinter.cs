using System.Globalization;
using System.Text.Json;

namespace Settlement.Hosting.Reporting;

/// <summary>One line on a run.</summary>
public sealed record RunLine(
    string Day,
    string Run,
    int Attempt,
    string State,
    decimal Take,
    decimal Losses,
    decimal Residual,
    bool ControlsZero,
    int Warnings
)
{
    public static RunLine FromJson(JsonElement report)
    {
        var settled = report.TryGetProperty("totals", out var totals);
        return new RunLine(
            report.GetProperty("day").GetString()!,
            report.GetProperty("run").GetString()!,
            report.GetProperty("attempt").GetInt32(),
            report.GetProperty("state").GetString()!,
            settled ? report.GetProperty("gspGroups").EnumerateArray().Sum(g => g.GetProperty("take").GetDecimal()) : 0,
            settled ? totals.GetProperty("losses").GetDecimal() : 0,
            settled ? totals.GetProperty("residual").GetDecimal() : 0,
            settled && report.GetProperty("controls").EnumerateObject().All(c => c.Value.GetDecimal() == 0),
            report.GetProperty("warnings").GetArrayLength()
        );
    }
}

/// <summary>Prints a run so that a person likes to read it.</summary>
public static class RunPrinter
{
    private const int MaxReasons = 12;

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
        if (report.TryGetProperty("gspGroups", out var groups))
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
    }

    public static void PrintRuns(Screen screen, IEnumerable<RunLine> runs) =>
        screen.Table(
            "Runs",
            ["day and run", "state", "take MWh", "losses MWh", "residual £", "controls", "warnings"],
            runs.Select(run =>
                new[]
                {
                    $"{run.Day} {run.Run}",
                    run.State,
                    Figures.Volume(run.Take),
                    Figures.Volume(run.Losses),
                    Figures.Money(run.Residual),
                    run.ControlsZero ? "all zero" : "NOT ZERO",
                    Figures.Count(run.Warnings),
                }
            )
        );

    private static void PrintReasons(Screen screen, string kind, JsonElement reasons)
    {
        var byCause = reasons
            .EnumerateArray()
            .GroupBy(r => (Code: r.GetProperty("code").GetString()!, Of: r.GetProperty("of").GetString()!))
            .Select(g =>
                (g.Key, Periods: string.Join(", ", g.Select(r => Plain(r.GetProperty("period"))).Take(10)) + (g.Count() > 10 ? " …" : ""))
            )
            .ToList();
        foreach (var (cause, periods) in byCause.Take(MaxReasons))
        {
            screen.Result($"{kind}: {cause.Code}{(cause.Of.Length > 0 ? $" {cause.Of}" : "")} in period {periods}");
        }
        if (byCause.Count > MaxReasons)
        {
            screen.Result($"and {byCause.Count - MaxReasons} more causes");
        }
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
