using System.Numerics;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Rejects;

/// <summary>Which rejects are listed: those of a day, those with a reason, or those of both.</summary>
/// <param name="Day">The Settlement Day that they name, or null for any.</param>
/// <param name="Reason">A reason that they have, or none for any.</param>
public sealed record RejectFilter(SettlementDay? Day = null, RejectReasons Reason = RejectReasons.None)
{
    internal bool Matches(Reject reject) =>
        (Reason == RejectReasons.None || (reject.Reasons & Reason) != 0) && (Day is not { } day || reject.Day == day.ToString());
}

/// <summary>The keys under which rejects are found: one list for each day, each reason, and each reason of a day.</summary>
internal static class RejectKeys
{
    /// <summary>The list of all.</summary>
    public const string All = "a";

    /// <summary>More days in one step come from no honest sender; its rejects are listed by reason only, for each list has a row a step.</summary>
    private const int MaxDays = 256;

    /// <summary>The key for a filter.</summary>
    public static string Of(RejectFilter filter, bool byDay)
    {
        var reason = filter.Reason == RejectReasons.None ? null : Reason(BitOperations.TrailingZeroCount((uint)filter.Reason));
        return filter.Day is { } day && byDay ? Day(day) + reason : reason ?? All;
    }

    /// <summary>Whether rejects name too many days to be listed by day.</summary>
    public static bool AreBroad(IEnumerable<Reject> rejects) =>
        rejects
            .Select(reject => reject.Day)
            .Distinct(StringComparer.Ordinal)
            .Where(day => SettlementDay.TryParse(day, out _))
            .Skip(MaxDays)
            .Any();

    /// <summary>The keys under which rejects are found, and how many of them under each.</summary>
    public static Dictionary<string, int> Count(IEnumerable<Reject> rejects, bool byDay)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var ((day, reasons), count) in rejects.CountBy(reject => (reject.Day, reject.Reasons)))
        {
            foreach (var key in Of(day, reasons, byDay))
            {
                counts[key] = counts.GetValueOrDefault(key) + count;
            }
        }
        return counts;
    }

    private static IEnumerable<string> Of(string? dayText, RejectReasons reasons, bool byDay)
    {
        yield return All;
        var day = byDay && SettlementDay.TryParse(dayText, out var named) ? Day(named) : null;
        if (day is not null)
        {
            yield return day;
        }
        for (var bits = (uint)reasons; bits != 0; bits &= bits - 1)
        {
            var reason = Reason(BitOperations.TrailingZeroCount(bits));
            yield return reason;
            if (day is not null)
            {
                yield return day + reason;
            }
        }
    }

    private static string Day(SettlementDay day) => $"d{day}";

    private static string Reason(int number) => $"r{number:D2}";
}
