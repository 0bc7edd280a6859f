using Settlement.Domain.Market;

namespace Settlement.Domain.Reference;

/// <summary>
/// Which component a value falls to. The few combinations that a value can have are worked out once,
/// because the choice is made for every half hour of every meter.
/// </summary>
internal sealed class ComponentChoice
{
    private const int Flows = 2;
    private const int Segments = 3;
    private const int Connections = 5;
    private const int Premises = 2;
    private const int Qualities = 2;

    private readonly Component?[] _chosen = new Component?[Flows * Segments * Connections * Premises * Qualities];

    /// <param name="components">The rows to choose from, all consumption or all losses.</param>
    public ComponentChoice(IEnumerable<Component> components)
    {
        // The more cells are filled the closer the row describes the value; the smaller id decides among equals.
        var ranked = components.OrderByDescending(FilledCells).ThenBy(component => component.Id).ToArray();
        foreach (var flow in Enum.GetValues<Flow>())
        {
            foreach (var segment in Enum.GetValues<MarketSegment>())
            {
                foreach (var connection in Enum.GetValues<ConnectionType>())
                {
                    foreach (var domestic in new[] { false, true })
                    {
                        foreach (var quality in Enum.GetValues<QualityClass>())
                        {
                            _chosen[Index(flow, segment, connection, domestic, quality)] = Array.Find(
                                ranked,
                                component =>
                                    (component.Flow ?? flow) == flow
                                    && (component.Segment ?? segment) == segment
                                    && (component.Connection ?? connection) == connection
                                    && (component.Domestic ?? domestic) == domestic
                                    && (component.Quality ?? quality) == quality
                            );
                        }
                    }
                }
            }
        }
    }

    public Component? this[Flow flow, MarketSegment segment, ConnectionType connection, bool domestic, QualityClass quality] =>
        _chosen[Index(flow, segment, connection, domestic, quality)];

    private static int Index(Flow flow, MarketSegment segment, ConnectionType connection, bool domestic, QualityClass quality) =>
        (((((((int)flow * Segments) + (int)segment) * Connections) + (int)connection) * Premises + (domestic ? 1 : 0)) * Qualities)
        + (int)quality;

    private static int FilledCells(Component row) =>
        (row.Flow is null ? 0 : 1)
        + (row.Segment is null ? 0 : 1)
        + (row.Connection is null ? 0 : 1)
        + (row.Domestic is null ? 0 : 1)
        + (row.Quality is null ? 0 : 1);
}
