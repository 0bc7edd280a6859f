using Settlement.Domain.Market;

namespace Settlement.Local.Simulation;

/// <summary>How many meters each supplier has in each GSP Group and segment, and how many of them never report.</summary>
internal sealed class Registrations
{
    private static readonly int Segments = CodeText.Codes<MarketSegment>().Count;
    private readonly int _groups;
    private readonly int[] _meters;
    private readonly int[] _silent;

    public Registrations(MeterBook meters, int groups, CancellationToken cancellationToken)
    {
        _groups = groups;
        _meters = new int[MadeUpMarket.Suppliers.Length * groups * Segments];
        _silent = new int[_meters.Length];
        for (var index = 0; index < meters.Count; index++)
        {
            if (index % 4096 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var meter = meters[index];
            var cell = Cell(meter.Supplier, meter.Group, meter.Segment);
            _meters[cell]++;
            _silent[cell] += meter.Silent ? 1 : 0;
        }
    }

    public (int Expected, int Received) Of(int supplier, int group, MarketSegment segment)
    {
        var cell = Cell(supplier, group, segment);
        return (_meters[cell], _meters[cell] - _silent[cell]);
    }

    public IEnumerable<string> Rows(GroupSeed[] groups)
    {
        for (var supplier = 0; supplier < MadeUpMarket.Suppliers.Length; supplier++)
        {
            for (var group = 0; group < groups.Length; group++)
            {
                foreach (var segment in Enum.GetValues<MarketSegment>())
                {
                    var (expected, _) = Of(supplier, group, segment);
                    if (expected > 0)
                        yield return $"{MadeUpMarket.Suppliers[supplier].Id},{groups[group].Id},{segment.Text()},{expected}";
                }
            }
        }
    }

    private int Cell(int supplier, int group, MarketSegment segment) => (((supplier * _groups) + group) * Segments) + (int)segment;
}
