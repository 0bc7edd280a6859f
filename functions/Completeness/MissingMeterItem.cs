using Settlement.Domain.Market;
using Settlement.Runs.Completeness;

namespace Settlement.Functions.Completeness;

/// <summary>A registered meter without a value for some or all periods of a day.</summary>
internal sealed record MissingMeterItem(
    string Mpan,
    string Supplier,
    string GspGroup,
    MarketSegment Segment,
    int Received,
    IReadOnlyList<int> Missing
)
{
    public static MissingMeterItem FromMeter(MissingMeter meter) =>
        new(
            meter.Registration.Mpan.ToString(),
            meter.Registration.Supplier,
            meter.Registration.GspGroup,
            meter.Registration.Segment,
            meter.Received,
            meter.Missing
        );
}
