using Settlement.Domain.Market;

namespace Settlement.Domain.Completeness;

/// <summary>The meters of a supplier, GSP Group and segment that have a winning value on a Settlement Day, and their energy as metered.</summary>
/// <param name="Supplier">The supplier.</param>
/// <param name="GspGroup">The GSP Group.</param>
/// <param name="Segment">The market segment.</param>
/// <param name="Meters">How many meters; one that changes supplier within the day counts for both.</param>
/// <param name="ActualWattHours">Σ of actual values in Wh, import positive, export negative.</param>
/// <param name="EstimatedWattHours">The same of estimated values.</param>
/// <param name="Values">How many half hours have a winning value; null in a count that was kept before values were counted.</param>
public sealed record ReceivedMeters(
    string Supplier,
    string GspGroup,
    MarketSegment Segment,
    long Meters,
    long ActualWattHours,
    long EstimatedWattHours,
    long? Values
);

/// <summary>What a supplier, GSP Group and segment were expected to report and what was received.</summary>
/// <param name="Supplier">The supplier.</param>
/// <param name="GspGroup">The GSP Group.</param>
/// <param name="Segment">The market segment.</param>
/// <param name="ExpectedMeters">The meters by registration; 0 without one.</param>
/// <param name="ReceivedMeters">The meters with a winning value.</param>
/// <param name="ExpectedValues">The half hours that the expected meters have on the day.</param>
/// <param name="ReceivedValues">The half hours with a winning value.</param>
/// <param name="ActualMwh">Actual energy as metered, MWh, import positive, export negative.</param>
/// <param name="EstimatedMwh">Estimated energy, likewise.</param>
/// <param name="Standard">The share of expected values that is required; null where there is no standard.</param>
/// <param name="MeetsStandard">Whether enough was received; null where there is no standard.</param>
public sealed record CompletenessRow(
    string Supplier,
    string GspGroup,
    MarketSegment Segment,
    long ExpectedMeters,
    long ReceivedMeters,
    long ExpectedValues,
    long ReceivedValues,
    decimal ActualMwh,
    decimal EstimatedMwh,
    decimal? Standard,
    bool? MeetsStandard
);
