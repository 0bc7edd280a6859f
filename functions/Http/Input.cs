using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;

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
        {
            return false;
        }
        if (RunType.Find(run) is null)
        {
            problem = Problem.BadRequest($"'{run}' is not a run code; the codes are {string.Join(", ", RunType.Codes)}.");
        }
        return problem is null;
    }

    /// <summary>Reads a JSON body; unknown fields are refused, so that a misspelt one does not pass for an absent one.</summary>
    public static async Task<(T? Body, IActionResult? Problem)> ReadBodyAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, HttpJson.Strict, cancellationToken) is { } body
                ? (body, null)
                : (null, Problem.BadRequest("The body is null; it must be a JSON object."));
        }
        catch (JsonException e)
        {
            return (null, Problem.BadRequest($"The body cannot be read: {e.Message}"));
        }
    }
}
