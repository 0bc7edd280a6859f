using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Functions.Http;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Results;

namespace Settlement.Functions.LoadShaping;

/// <summary>The load shapes of a day, of the run that made them.</summary>
internal sealed record LoadShapePage(SettlementDay Day, string Run, IEnumerable<LoadShapeItem> Items, string? Continuation) : IPage;

/// <summary>The load shape of a category, kWh; a sum is null where a value of it is missing.</summary>
internal sealed record LoadShapeItem(
    string GspGroup,
    MarketSegment Segment,
    string Connection,
    bool Domestic,
    Flow Flow,
    decimal? DayTotal,
    decimal? SevenDayTotal,
    decimal? AnnualTotal,
    IReadOnlyList<LoadShapePeriod> Periods
)
{
    public static LoadShapeItem FromReport(ReportedLoadShape reported) =>
        new(
            reported.Shape.GspGroup,
            reported.Shape.Segment,
            reported.Shape.Connection,
            reported.Shape.Domestic,
            reported.Shape.Flow,
            reported.Shape.DayTotal,
            reported.Rolling.SevenDays,
            reported.Rolling.Year,
            reported.Shape.Periods
        );
}
