using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.LoadShaping;

/// <summary>The sums of a category's load shape over the days that end with one; null where a day of them is missing.</summary>
/// <param name="SevenDays">Over seven days, kWh.</param>
/// <param name="Year">Over 365 days, kWh.</param>
public readonly record struct RollingTotals(decimal? SevenDays, decimal? Year);

/// <summary>The sums of load shapes by day, each from the best closed run so far, so that those of a week and a year are one short read.</summary>
public sealed class LoadShapeTotals(ITableStore store)
{
    private const string Table = "loadshapes";
    private const string Partition = "totals";
    private const int WeekDays = 7,
        YearDays = 365;

    /// <summary>Keeps the sums of a run that closes, unless a better run's are there.</summary>
    public async ValueTask WriteAsync(LoadShapeDocument shapes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        var kept = new Kept(
            shapes.Run,
            shapes
                .Items.Where(row => row.DayTotal is not null)
                .ToDictionary(row => row.Name, row => row.DayTotal!.Value, StringComparer.Ordinal)
        );
        while (true)
        {
            var entry = await store.ReadAsync(Table, Partition, shapes.Day.ToString(), cancellationToken);
            if (
                entry is not null
                && RunType.Parse(LedgerJson.Read<Kept>(entry.Value.Span).Run).Precedence > RunType.Parse(shapes.Run).Precedence
            )
            {
                return;
            }
            var value = LedgerJson.Write(kept);
            try
            {
                await store.WriteAsync(
                    Table,
                    Partition,
                    [
                        entry is null
                            ? TableWrite.Insert(shapes.Day.ToString(), value)
                            : TableWrite.Replace(shapes.Day.ToString(), value, entry.ETag),
                    ],
                    cancellationToken
                );
                return;
            }
            catch (TableConflictException)
            {
                // Another run of the day has closed: the better of the two stays.
            }
        }
    }

    /// <summary>The sums up to a day, by the category's name.</summary>
    internal async ValueTask<Func<string, RollingTotals>> ReadUpToAsync(SettlementDay day, CancellationToken cancellationToken)
    {
        var days = new List<(int Number, Dictionary<string, decimal> Totals)>();
        var rows = new RowRange(new SettlementDay(day.Date.PlusDays(1 - YearDays)).ToString(), day.Next.ToString());
        await foreach (var entry in store.QueryAsync(Table, Partition, rows, cancellationToken))
        {
            days.Add((SettlementDay.Parse(entry.Row).Number, LedgerJson.Read<Kept>(entry.Value.Span).Totals));
        }
        return name => new RollingTotals(Sum(name, WeekDays), Sum(name, YearDays));

        decimal? Sum(string name, int count)
        {
            var found = days.Where(each => each.Number > day.Number - count && each.Totals.ContainsKey(name))
                .Select(each => each.Totals[name])
                .ToList();
            return found.Count == count ? found.Sum() : null;
        }
    }

    private sealed record Kept(string Run, Dictionary<string, decimal> Totals);
}
