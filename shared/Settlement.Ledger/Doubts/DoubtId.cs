using System.Globalization;
using Settlement.Domain.Calendar;

namespace Settlement.Ledger.Doubts;

/// <summary>
/// The name of a doubt in lists and for its release: by the head step that brought it, which is counted on whatever becomes of a hub's sequence numbers.
/// As text they sort by day, partition and arrival.
/// </summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="Partition">The partition of Event Hub <c>readings</c>.</param>
/// <param name="Step">The head step.</param>
/// <param name="Index">Its place among the doubts of that step and day.</param>
public readonly record struct DoubtId(SettlementDay Day, int Partition, long Step, int Index)
{
    private const int DateParts = 3;

    /// <summary>Reads an id as it was listed.</summary>
    public static bool TryParse(string? text, out DoubtId id)
    {
        id = default;
        var parts = text?.Split('-') ?? [];
        if (
            parts.Length != DateParts + 3
            || !SettlementDay.TryParse(string.Join('-', parts[..DateParts]), out var day)
            || !int.TryParse(parts[DateParts], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !long.TryParse(parts[DateParts + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            || !int.TryParse(parts[DateParts + 2], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        )
        {
            return false;
        }

        id = new DoubtId(day, partition, step, index);
        return id.ToString() == text;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day}-{Partition:D4}-{Step:D12}-{Index:D7}");
}
