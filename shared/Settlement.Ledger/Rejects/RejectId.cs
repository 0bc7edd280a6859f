using System.Globalization;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Rejects;

/// <summary>The name of a reject in lists and for replay. As text they sort by hub, partition and arrival.</summary>
/// <param name="Partition">The partition it came by.</param>
/// <param name="Position">The <see cref="EpochPosition"/> of its event.</param>
/// <param name="Place">Its place in the event's array.</param>
public readonly record struct RejectId(PartitionId Partition, long Position, int Place)
{
    /// <summary>Reads an id as it was listed.</summary>
    public static bool TryParse(string? text, out RejectId id)
    {
        id = default;
        var parts = text?.Split('-');
        if (
            parts is not [var hub, var partition, var position, var place]
            || !int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var partitionNumber)
            || !EpochPosition.TryParse(position, out var eventPosition)
            || !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var placeNumber)
        )
        {
            return false;
        }

        id = new RejectId(new PartitionId(hub, partitionNumber), eventPosition, placeNumber);
        return id.ToString() == text;
    }

    /// <summary>Whether one reject of a partition arrived before another.</summary>
    internal static bool IsBefore(RejectId x, RejectId y) => (x.Position, x.Place).CompareTo((y.Position, y.Place)) < 0;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Partition.Hub}-{Partition.Number:D4}-{EpochPosition.Text(Position)}-{Place:D7}");
}
