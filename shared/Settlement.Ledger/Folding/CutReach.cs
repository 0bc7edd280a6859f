using Settlement.Ledger.Commits;

namespace Settlement.Ledger.Folding;

/// <summary>Tells which versions of readings a cut has, by the events that they came in.</summary>
public sealed class CutReach
{
    private readonly Dictionary<int, long> _last;

    private CutReach(Dictionary<int, long> last) => _last = last;

    /// <summary>What a cut has.</summary>
    public static CutReach FromCut(Cut cut)
    {
        ArgumentNullException.ThrowIfNull(cut);
        return new(cut.Readings.ToDictionary(partition => partition.Partition, partition => partition.Position));
    }

    /// <summary>Whether the cut has a version.</summary>
    public bool Has(in VersionKey version) => _last.TryGetValue(version.Partition, out var last) && version.Position <= last;
}
