using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain;
using Settlement.Domain.Market;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Live;

namespace Settlement.Functions.Reports;

/// <summary>What has arrived for a day, as it arrives.</summary>
public sealed class GetLiveTotals(LiveReader live, EventHubs hubs)
{
    /// <summary>
    /// <c>GET /api/live/{day}</c>: by GSP Group and period, or with <c>?by=supplier</c> by supplier over the day. Energy as metered in MWh,
    /// import positive, export negative; every version that was accepted counts.
    /// </summary>
    [Function(nameof(GetLiveTotals))]
    [Access(AccessLevel.Reader)]
    [Operation("What has arrived for a day, by GSP Group and period or by supplier; MWh as metered.", 400)]
    [Answers(typeof(LivePage<LiveGspGroup>))]
    [Answers(typeof(LivePage<LiveSupplier>))]
    [Query("by", typeof(string), "By what; by default by GSP Group.", Words = ["gspGroup", "supplier"])]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "live/{day}")] HttpRequest request,
        string day,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Input.TryDay(day, out var settlementDay, out var problem) || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        var by = request.Query["by"].ToString();
        if (by is not ("" or "gspGroup" or "supplier"))
        {
            return Problem.BadRequest($"'by' is '{by}'; it must be gspGroup or supplier.");
        }
        var found = await live.ReadAsync(settlementDay, await hubs.PartitionsAsync(Hubs.Readings, cancellationToken), cancellationToken);

        var caller = Caller.Of(request);
        return by == "supplier"
            ? Page(
                Sorted(found.Totals.Suppliers)
                    .Where(each => caller.Sees(each.Key.Subject))
                    .Select(each => new LiveSupplier(
                        each.Key.Subject,
                        each.Key.Flow,
                        each.Key.Quality,
                        Mwh(each.Key, each.Value),
                        each.Value.Values
                    ))
            )
            : Page(Sorted(found.Totals.Groups).Select(each => LiveGspGroup.Create(each.Key, each.Value.AsSpan(0, settlementDay.Periods))));

        IActionResult Page<T>(IEnumerable<T> all) =>
            paging.ToResult(
                [.. all],
                (items, continuation) => new LivePage<T>(settlementDay, found.Parts, found.Arrived, items, continuation)
            );
    }

    private static IEnumerable<KeyValuePair<LiveKey, T>> Sorted<T>(IReadOnlyDictionary<LiveKey, T> sums) =>
        sums.OrderBy(each => each.Key.Subject, StringComparer.Ordinal)
            .ThenBy(each => each.Key.Flow.Text(), StringComparer.Ordinal)
            .ThenBy(each => each.Key.Quality);

    private static decimal Mwh(LiveKey key, LiveSum sum) =>
        (key.Flow == Flow.Export ? -sum.WattHours : sum.WattHours) * EnergyUnits.MwhPerWattHour;

    /// <summary>What has arrived for a supplier.</summary>
    internal sealed record LiveSupplier(string Supplier, Flow Flow, QualityClass Quality, decimal Mwh, long Values);

    /// <summary>What has arrived for a period.</summary>
    internal sealed record LivePeriod(int Period, decimal Mwh, long Values);

    /// <summary>What has arrived for a GSP Group.</summary>
    internal sealed record LiveGspGroup(
        string GspGroup,
        Flow Flow,
        QualityClass Quality,
        decimal Mwh,
        long Values,
        IReadOnlyList<LivePeriod> Periods
    )
    {
        public static LiveGspGroup Create(LiveKey key, ReadOnlySpan<LiveSum> sums)
        {
            var periods = new LivePeriod[sums.Length];
            for (var i = 0; i < sums.Length; i++)
            {
                periods[i] = new LivePeriod(i + 1, GetLiveTotals.Mwh(key, sums[i]), sums[i].Values);
            }
            return new LiveGspGroup(
                key.Subject,
                key.Flow,
                key.Quality,
                periods.Sum(period => period.Mwh),
                periods.Sum(period => period.Values),
                periods
            );
        }
    }
}
