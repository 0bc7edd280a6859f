using Settlement.Domain.Allocation;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;

namespace Settlement.Domain.LoadShaping;

/// <summary>The meters that share a load shape (the key of the published load shape data: IF-022 of the MHHS design).</summary>
/// <param name="GspGroup">The GSP Group.</param>
/// <param name="Segment">The market segment.</param>
/// <param name="Connection">The connection type.</param>
/// <param name="Domestic">Whether the premises are domestic.</param>
/// <param name="Flow">Import or export.</param>
public sealed record LoadShapeCategory(string GspGroup, MarketSegment Segment, ConnectionType Connection, bool Domestic, Flow Flow)
{
    /// <summary>The category of a cell.</summary>
    public static LoadShapeCategory FromCell(SettlementCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new(cell.GspGroup, cell.Segment, cell.Connection, cell.Domestic, cell.Flow);
    }

    /// <summary>The category of a registered meter, for import: registrations name no flow.</summary>
    public static LoadShapeCategory FromMeter(Meter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        return new(meter.GspGroup, meter.Segment, meter.Connection, meter.Domestic, Flow.Import);
    }
}
