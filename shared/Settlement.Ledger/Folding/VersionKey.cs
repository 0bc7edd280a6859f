using Settlement.Ledger.Doubts;

namespace Settlement.Ledger.Folding;

/// <summary>
/// Which of two versions wins: the higher revision, then the later arrival; arrival is enqueued time, then partition,
/// then epoch and sequence number, then place in the array.
/// </summary>
public readonly record struct VersionKey(long Revision, long Enqueued, int Partition, long Position, int Place) : IComparable<VersionKey>
{
    /// <summary>The version of a doubtful value.</summary>
    internal static VersionKey FromDoubt(Doubt doubt) =>
        new(doubt.Version.Revision, doubt.Version.Enqueued, doubt.Id.Partition, doubt.Version.Position, doubt.Version.Place);

    /// <inheritdoc/>
    public int CompareTo(VersionKey other)
    {
        var order = Revision.CompareTo(other.Revision);
        if (order == 0)
        {
            order = Enqueued.CompareTo(other.Enqueued);
        }
        if (order == 0)
        {
            order = Partition.CompareTo(other.Partition);
        }
        if (order == 0)
        {
            order = Position.CompareTo(other.Position);
        }
        return order == 0 ? Place.CompareTo(other.Place) : order;
    }

    /// <summary>Whether one loses to another.</summary>
    public static bool operator <(VersionKey left, VersionKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether one wins over another.</summary>
    public static bool operator >(VersionKey left, VersionKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not win over another.</summary>
    public static bool operator <=(VersionKey left, VersionKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not lose to another.</summary>
    public static bool operator >=(VersionKey left, VersionKey right) => left.CompareTo(right) >= 0;
}
