using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;

namespace Settlement.Ledger.Folding;

/// <summary>
/// Tells which versions of readings a cut has, by the events that they came in. A released value keeps the version that it came with and enters the
/// ledger with its release.
/// </summary>
public sealed class CutReach
{
    private readonly Dictionary<int, PartitionCut> _cuts;
    private readonly Dictionary<(int Partition, long Enqueued, long Position, int Place, int Period), long> _released;

    private CutReach(Cut cut, IEnumerable<StoredDoubt> released)
    {
        _cuts = cut.Readings.ToDictionary(partition => partition.Partition);
        _released = released
            .Where(each => each.ReleasedBy is not null)
            .ToDictionary(each => Key(each.Doubt), each => each.ReleasedBy!.Value);
    }

    /// <summary>What a cut has, of versions of which none was released after it.</summary>
    public static CutReach FromCut(Cut cut) => FromCut(cut, []);

    /// <summary>What a cut has.</summary>
    /// <param name="cut">The cut.</param>
    /// <param name="released">The values of the day that were released.</param>
    public static CutReach FromCut(Cut cut, IEnumerable<StoredDoubt> released)
    {
        ArgumentNullException.ThrowIfNull(cut);
        ArgumentNullException.ThrowIfNull(released);
        return new(cut, released);
    }

    /// <summary>Whether the cut has a version of a meter's values.</summary>
    public bool Has(MeterVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Has(version.Key, version.First, version.WattHours.Length);
    }

    /// <summary>Whether the cut has a version with values for so many periods from one on.</summary>
    internal bool Has(in VersionKey version, int first, int length)
    {
        if (!_cuts.TryGetValue(version.Partition, out var cut))
        {
            return false;
        }
        // A released value stands in a row of its own: where it was taken out, its message has none.
        return
            length == 1
            && _released.Count > 0
            && _released.TryGetValue((version.Partition, version.Enqueued, version.Position, version.Place, first), out var step)
            ? step <= cut.Step
            : version.Position <= cut.Position;
    }

    private static (int Partition, long Enqueued, long Position, int Place, int Period) Key(Doubt doubt) =>
        (doubt.Id.Partition, doubt.Version.Enqueued, doubt.Version.Position, doubt.Version.Place, doubt.Period);
}
