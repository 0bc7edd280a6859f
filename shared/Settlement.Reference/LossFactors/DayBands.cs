using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;

namespace Settlement.Reference.LossFactors;

/// <summary>Turns the factors of single periods into bands, and equal days in a row into one range of days.</summary>
internal static class DayBands
{
    /// <summary>Equal consecutive periods as bands; the last band is open, so that days of 46, 48 and 50 periods can be alike.</summary>
    public static Band[] FromThousandths(ReadOnlySpan<ushort> thousandths)
    {
        var bands = new List<Band>();
        for (var first = 0; first < thousandths.Length; )
        {
            var next = first + 1;
            while (next < thousandths.Length && thousandths[next] == thousandths[first])
            {
                next++;
            }
            bands.Add(new(first + 1, next == thousandths.Length ? null : next, thousandths[first]));
            first = next;
        }

        return [.. bands];
    }

    /// <summary>The rows of one class, its days given in any order.</summary>
    public static IEnumerable<LossFactor> Rows(string llfc, IEnumerable<KeyValuePair<int, Band[]>> days)
    {
        (int From, int To, Band[] Bands)? open = null;
        foreach (var (day, bands) in days.OrderBy(day => day.Key))
        {
            if (open is { } running && running.To + 1 == day && running.Bands.AsSpan().SequenceEqual(bands))
            {
                open = running with { To = day };
                continue;
            }

            foreach (var row in Close())
            {
                yield return row;
            }
            open = (day, day, bands);
        }

        foreach (var row in Close())
        {
            yield return row;
        }

        IEnumerable<LossFactor> Close() =>
            open is { } range
                ? range.Bands.Select(band => new LossFactor(
                    string.Empty,
                    llfc,
                    band.First,
                    band.Last,
                    band.Thousandths,
                    Range(range.From, range.To)
                ))
                : [];
    }

    /// <summary>Days as ranges in order of time.</summary>
    public static IReadOnlyList<DayRange> Ranges(IEnumerable<int> days)
    {
        var ranges = new List<(int From, int To)>();
        foreach (var day in days.Order())
        {
            if (ranges.Count > 0 && ranges[^1].To + 1 >= day)
            {
                ranges[^1] = (ranges[^1].From, day);
            }
            else
            {
                ranges.Add((day, day));
            }
        }

        return [.. ranges.Select(range => Range(range.From, range.To))];
    }

    private static DayRange Range(int from, int to) => new(SettlementDay.FromNumber(from), SettlementDay.FromNumber(to));

    /// <summary>A factor for the periods from the first to the last, null being the day's last.</summary>
    public readonly record struct Band(int First, int? Last, ushort Thousandths);
}
