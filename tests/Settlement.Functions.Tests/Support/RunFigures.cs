using Settlement.Domain.Calendar;
using Settlement.Hosting;

namespace Settlement.Functions.Tests.Support;

/// <summary>All that a run came to, as text that can be compared.</summary>
internal static class RunFigures
{
    /// <summary>What of a report does not depend on when, where and after how many crashes it was made.</summary>
    private static readonly string[] Fields =
    [
        "day",
        "run",
        "attempt",
        "state",
        "reasons",
        "warnings",
        "totals",
        "controls",
        "gspGroups",
        "parties",
    ];

    /// <summary>Settles, or joins what is being settled or was, and gives every figure of the run: its report and all of its periods as served.</summary>
    public static async Task<string> OfAsync(HttpClient http, string day, string run, CancellationToken cancellationToken)
    {
        using var report = await new SettlementApi(http).SettleAsync(SettlementDay.Parse(day), run, cancellationToken);
        var lines = Fields.Select(name => report.RootElement.GetProperty(name).GetRawText()).ToList();
        for (var period = 1; period <= SettlementDay.Parse(day).Periods; period++)
        {
            lines.Add(
                await http.GetStringAsync(new Uri($"api/settlement/{day}/{run}/periods/{period}", UriKind.Relative), cancellationToken)
            );
        }
        return string.Join('\n', lines);
    }
}
