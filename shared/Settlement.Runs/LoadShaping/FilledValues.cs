using Settlement.Domain.Market;

namespace Settlement.Runs.LoadShaping;

/// <summary>What a run filled by load shape. It belongs to the run, never to the ledger.</summary>
/// <param name="Quality">The quality of the values: E6.</param>
/// <param name="Meters">Meters of which at least one value was filled.</param>
/// <param name="Values">Filled values.</param>
/// <param name="Mwh">Their energy as metered, MWh.</param>
/// <param name="WithoutShape">Values that are missing all the same, for want of a load shape.</param>
public sealed record FilledValues(Quality Quality, long Meters, long Values, decimal Mwh, long WithoutShape);
