using Settlement.Domain.Market;

namespace Settlement.Domain.Allocation;

/// <summary>
/// What meters are added up by before a run: everything of a value that can decide where its energy goes.
/// Loss factors and components are looked up by it when a run folds, from the versions that the run names.
/// </summary>
/// <param name="GspGroup">The GSP Group in which the energy was metered.</param>
/// <param name="Supplier">The participant id of the supplier.</param>
/// <param name="Flow">Import or export.</param>
/// <param name="Segment">The market segment.</param>
/// <param name="Connection">The connection type.</param>
/// <param name="Domestic">Whether the premises are domestic.</param>
/// <param name="Distributor">The first two digits of the MPAN, 0 to 99.</param>
/// <param name="Llfc">The distributor's line loss factor class.</param>
public sealed record SettlementCell(
    string GspGroup,
    string Supplier,
    Flow Flow,
    MarketSegment Segment,
    ConnectionType Connection,
    bool Domestic,
    int Distributor,
    string Llfc
)
{
    /// <summary>The distributor as its two digits.</summary>
    public string DistributorId => Distributor.ToString("D2", System.Globalization.CultureInfo.InvariantCulture);
}
