using Settlement.Storage;

namespace Settlement.Ledger.Blocks;

/// <summary>
/// Where the parts of a block are stored: one after another, small ones together in an entity, large ones in entities of their own.
/// It follows from the lengths of the parts alone.
/// </summary>
internal sealed class BlockLayout
{
    /// <summary>Small parts share an entity up to this size: fewer operations, and still little to read for one slice.</summary>
    private const int SharedBytes = 48 * 1024;

    private readonly List<int> _entityLengths = [];
    private readonly (int Entity, int Offset)[] _places;

    public BlockLayout(BlockPart[] parts)
    {
        _places = new (int, int)[parts.Length];
        var (entity, free) = (-1, 0);
        for (var part = 0; part < parts.Length; part++)
        {
            var left = parts[part].Length;
            if (entity < 0 || left > free)
            {
                _entityLengths.Add(0);
                (entity, free) = (entity + 1, SharedBytes);
            }

            _places[part] = (entity, _entityLengths[entity]);
            for (; left > TableLimits.MaxValueBytes; left -= TableLimits.MaxValueBytes)
            {
                _entityLengths[entity++] = TableLimits.MaxValueBytes;
                _entityLengths.Add(0);
            }

            _entityLengths[entity] += left;
            free = Math.Max(0, SharedBytes - _entityLengths[entity]);
        }
    }

    /// <summary>The length of each entity.</summary>
    public IReadOnlyList<int> EntityLengths => _entityLengths;

    /// <summary>The first entity that a part stands in, and where it starts there.</summary>
    public (int Entity, int Offset) PlaceOf(int part) => _places[part];
}
