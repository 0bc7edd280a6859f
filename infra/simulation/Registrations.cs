using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>How many meters each supplier has in each GSP Group and segment, and how many of them never report.</summary>
public sealed class Registrations
{
    private static readonly int Segments = CodeText.Codes<MarketSegment>().Count;
    private readonly Cast _cast;
    private readonly int[] _meters;
    private readonly int[] _silent;

    /// <summary>No meter is registered yet.</summary>
    public Registrations(Cast cast)
    {
        _cast = cast;
        _meters = new int[cast.Suppliers.Length * cast.Groups.Length * Segments];
        _silent = new int[_meters.Length];
    }

    /// <summary>All meters of a market.</summary>
    public Registrations(Cast cast, MeterCatalog meters, CancellationToken cancellationToken)
        : this(cast)
    {
        for (var index = 0; index < meters.Count; index++)
        {
            if (index % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            var meter = meters[index];
            Add(meter.Supplier, meter.Group, meter.Segment, 1);
            _silent[Cell(meter.Supplier, meter.Group, meter.Segment)] += meter.Silent ? 1 : 0;
        }
    }

    public void Add(int supplier, int group, MarketSegment segment, int meters) => _meters[Cell(supplier, group, segment)] += meters;

    public (int Expected, int Received) Of(int supplier, int group, MarketSegment segment)
    {
        var cell = Cell(supplier, group, segment);
        return (_meters[cell], _meters[cell] - _silent[cell]);
    }

    public IEnumerable<string> Rows()
    {
        for (var supplier = 0; supplier < _cast.Suppliers.Length; supplier++)
        {
            for (var group = 0; group < _cast.Groups.Length; group++)
            {
                foreach (var segment in Enum.GetValues<MarketSegment>())
                {
                    var (expected, _) = Of(supplier, group, segment);
                    if (expected > 0)
                    {
                        yield return $"{_cast.Suppliers[supplier].Id},{_cast.Groups[group].Id},{segment.Text()},{expected}";
                    }
                }
            }
        }
    }

    private int Cell(int supplier, int group, MarketSegment segment) =>
        (((supplier * _cast.Groups.Length) + group) * Segments) + (int)segment;
}
