using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Http;

/// <summary>Reads what a caller named in the path.</summary>
internal static class Input
{
    public static bool TryDay(string text, out SettlementDay day, [NotNullWhen(false)] out IActionResult? problem)
    {
        problem = SettlementDay.TryParse(text, out day) ? null : Problem.BadRequest($"'{text}' is not a Settlement Day; write YYYY-MM-DD.");
        return problem is null;
    }

    public static bool TryDayAndRun(string dayText, string run, out SettlementDay day, [NotNullWhen(false)] out IActionResult? problem)
    {
        if (!TryDay(dayText, out day, out problem))
            return false;
        if (!RunCode.IsKnown(run))
            problem = Problem.BadRequest($"'{run}' is not a run code; the codes are {string.Join(", ", RunCode.All)}.");
        return problem is null;
    }
}
