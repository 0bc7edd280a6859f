using Settlement.Domain.Calendar;

namespace Settlement.Domain.Reference;

/// <summary>The Settlement Days on which a row of reference data is in force, both ends included; null is open.</summary>
public readonly record struct DayRange(SettlementDay? From, SettlementDay? To)
{
    /// <summary>In force on every day.</summary>
    public static DayRange Always => default;

    /// <summary>Whether the row is in force on a day.</summary>
    public bool Contains(SettlementDay day) => (From is not { } from || from <= day) && (To is not { } to || day <= to);

    /// <summary>Whether two rows are in force on a common day.</summary>
    public bool Overlaps(DayRange other) =>
        (From is not { } from || other.To is not { } otherTo || from <= otherTo)
        && (other.From is not { } otherFrom || To is not { } to || otherFrom <= to);

    /// <summary>What is left of this range when the days of another are taken out: none, one or two ranges, in order of time.</summary>
    public IEnumerable<DayRange> Without(DayRange other)
    {
        if (!Overlaps(other))
        {
            yield return this;
            yield break;
        }

        if (other.From is { } otherFrom && (From is not { } from || from < otherFrom))
        {
            yield return new(From, new SettlementDay(otherFrom.Date.PlusDays(-1)));
        }
        if (other.To is { } otherTo && (To is not { } to || otherTo < to))
        {
            yield return new(otherTo.Next, To);
        }
    }
}
