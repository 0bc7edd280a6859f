using System.Globalization;

namespace Settlement.Domain.Market;

/// <summary>A partition of an Event Hub.</summary>
/// <param name="Hub">The name of the Event Hub.</param>
/// <param name="Number">The partition's number.</param>
public readonly record struct PartitionId(string Hub, int Number)
{
    /// <summary>As in reports and reasons: <c>readings/3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Hub}/{Number}");
}
