using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Simulation;

/// <summary>
/// Makes up a market and writes it into a folder: reference data, readings and market figures in two sendings each, and
/// <c>simulation.json</c>. Meters are drawn anew for every day, so memory grows with neither meters nor messages.
/// </summary>
public static class MarketSimulator
{
    private const string FirstReadings = "readings-1-initial.jsonl";
    private const string LateReadings = "readings-2-late.jsonl";
    private const string FirstMarket = "market-1-initial.jsonl";
    private const string LateMarket = "market-2-late.jsonl";

    // After II (five working days at most) and before SF (seven at least), one holiday allowed for.
    private const int DaysUntilLate = 8;

    /// <summary>Writes the market.</summary>
    /// <param name="options">What to make up, and where.</param>
    /// <param name="progress">Called from time to time with how many meter days of how many are written.</param>
    /// <param name="cancellationToken">Ends the work; what is written by then stays.</param>
    /// <returns>When to send what, and the verdicts to expect.</returns>
    public static SimulationResult Write(
        SimulationOptions options,
        IProgress<(long Done, long Total, string What)>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Directory.CreateDirectory(options.Out);

        SettlementDay[] days = [.. Enumerable.Range(0, options.Days).Select(d => SettlementDay.FromNumber(options.From.Number + d))];
        var cast = SyntheticMarket.CastFor(options.Meters);
        var meters = new MeterCatalog(options.Seed, options.Meters, cast);
        var clock = MorningAfter(days[^1], 1);
        var lateClock = MorningAfter(days[^1], DaysUntilLate);
        // Future means future for the late sending too.
        var today = SettlementDay.At(lateClock).Date;

        progress?.Report((0, (long)options.Meters * options.Days, "reference data"));
        var registrations = new Registrations(cast, meters, cancellationToken);
        new ReferenceWriter(options, cast, meters).Write(registrations, cancellationToken);

        var totals = new MarketTotals(cast, options.Days, new LossTable(options.Days));
        var readings = WriteReadings(options, cast, meters, days, totals, new BrokenReadings(cast, today), progress, cancellationToken);
        progress?.Report((0, options.Days, "market"));
        var market = WriteMarket(options, cast, days, totals, new BrokenMarket(cast, days[0], today), progress, cancellationToken);

        var result = new SimulationResult(clock, lateClock, [readings.First, market.First, readings.Late, market.Late]);
        SimulationReport.Write(options, result, cast, days, totals, registrations);
        return result;
    }

    private static (FileCounts First, FileCounts Late) WriteReadings(
        SimulationOptions options,
        Cast cast,
        MeterCatalog meters,
        SettlementDay[] days,
        MarketTotals totals,
        BrokenReadings broken,
        IProgress<(long Done, long Total, string What)>? progress,
        CancellationToken cancellationToken
    )
    {
        using var first = new EventFile(options.Out, FirstReadings, options.MessagesPerEvent);
        using var late = new EventFile(options.Out, LateReadings, options.MessagesPerEvent);
        var writer = new MeterDayWriter(options, cast, first, late, totals, broken);
        var schedule = Schedule(days);
        var total = (long)options.Meters * schedule.Count;
        for (var d = 0; d < schedule.Count; d++)
        {
            var (local, utc) = schedule[d];
            for (var index = 0; index < options.Meters; index++)
            {
                if (index % 1024 == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress?.Report((((long)d * options.Meters) + index, total, "readings"));
                }

                var meter = meters[index];
                if (!meter.Silent && (meter.UtcClock ? utc : local) is { } day)
                {
                    writer.Write(meter, day, local?.Date == days[0].Date ? Shown(index) : null);
                }
            }
        }

        progress?.Report((total, total, "readings"));
        // The first meter's first day is plain for certain: repeating or breaking it changes no figure.
        var plain = MeterDayWriter.Plain(options, meters[0], ReportDay.Local(days[0], days[0], days.Length));
        broken.SendAll(first, plain);
        broken.SendAll(late, plain);
        first.Flush();
        late.Flush();
        return (first.Counts, late.Counts);
    }

    private static (FileCounts First, FileCounts Late) WriteMarket(
        SimulationOptions options,
        Cast cast,
        SettlementDay[] days,
        MarketTotals totals,
        BrokenMarket broken,
        IProgress<(long Done, long Total, string What)>? progress,
        CancellationToken cancellationToken
    )
    {
        using var first = new EventFile(options.Out, FirstMarket, int.MaxValue);
        using var late = new EventFile(options.Out, LateMarket, int.MaxValue);
        var writer = new MarketWriter(options, cast, totals, first, late);
        for (var day = 0; day < days.Length; day++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writer.Write(days[day], day);
            progress?.Report((day + 1, days.Length, "market"));
        }

        broken.SendAll(first);
        first.Flush();
        late.Flush();
        return (first.Counts, late.Counts);
    }

    /// <summary>For each date the day by local clock and the day by UTC clock; at either end one may be missing.</summary>
    private static List<(ReportDay? Local, ReportDay? Utc)> Schedule(SettlementDay[] days)
    {
        var schedule = new List<(ReportDay?, ReportDay?)>();
        for (var date = days[0].Date.PlusDays(-1); date <= days[^1].Date; date = date.PlusDays(1))
        {
            var utc = ReportDay.ByUtc(date, days[0], days.Length);
            var local = date < days[0].Date ? null : ReportDay.Local(new SettlementDay(date), days[0], days.Length);
            if (local is not null || utc.To > 0)
            {
                schedule.Add((local, utc.To > 0 ? utc : null));
            }
        }

        return schedule;
    }

    /// <summary>On the first day the first meters show every fate once.</summary>
    private static MessageVariant? Shown(int index) => index <= (int)MessageVariant.EmptyCorrection ? (MessageVariant)index : null;

    private static Instant MorningAfter(SettlementDay day, int days) =>
        day.Date.PlusDays(days).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Duration.FromHours(6);
}
