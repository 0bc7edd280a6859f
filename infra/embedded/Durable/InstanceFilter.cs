using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Durable;

/// <summary>Which instances a list or a purge is about.</summary>
/// <param name="From">Created then or later.</param>
/// <param name="To">Created then or earlier.</param>
/// <param name="Statuses">In one of these states; null for any.</param>
internal sealed record InstanceFilter(DateTimeOffset? From, DateTimeOffset? To, IReadOnlyList<OrchestrationRuntimeStatus>? Statuses)
{
    public static bool TryRead(
        IQueryCollection query,
        [NotNullWhen(true)] out InstanceFilter? filter,
        [NotNullWhen(false)] out string? wrong
    )
    {
        filter = null;
        if (!TryTime(query, "createdTimeFrom", out var from, out wrong) || !TryTime(query, "createdTimeTo", out var to, out wrong))
        {
            return false;
        }
        List<OrchestrationRuntimeStatus>? statuses = null;
        foreach (
            var name in query["runtimeStatus"]
                .SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        )
        {
            if (!char.IsAsciiLetter(name[0]) || !Enum.TryParse<OrchestrationRuntimeStatus>(name, true, out var status))
            {
                wrong = $"'{name}' is no runtimeStatus; there are {string.Join(", ", Enum.GetNames<OrchestrationRuntimeStatus>())}.";
                return false;
            }

            (statuses ??= []).Add(status);
        }

        filter = new InstanceFilter(from, to, statuses);
        return true;
    }

    private static bool TryTime(IQueryCollection query, string name, out DateTimeOffset? time, [NotNullWhen(false)] out string? wrong)
    {
        (time, wrong) = (null, null);
        var text = query[name].FirstOrDefault();
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            time = parsed;
            return true;
        }

        wrong = $"{name} '{text}' is no time; write it as 2026-06-16T07:00:00Z.";
        return false;
    }
}
