using System.Globalization;

namespace Settlement.Ledger.Blocks;

/// <summary>
/// Names a block: the Settlement Day it is for and the head step it belongs to. The attempt tells apart what two consumers,
/// or one before and after a crash, wrote for the same step; only the one that the committed step names exists for a run.
/// </summary>
/// <param name="Day">The <see cref="Domain.Calendar.SettlementDay.Number"/> of the day.</param>
/// <param name="Partition">The partition of the Event Hub.</param>
/// <param name="Step">The number of the head step.</param>
/// <param name="Attempt">The writer's random mark.</param>
public readonly record struct BlockId(int Day, int Partition, long Step, string Attempt)
{
    internal const string HeaderPrefix = "h-";

    internal const string DataPrefixOfAll = "d-";

    internal string PartitionKey => PartitionKeyOf(Day, Partition);

    internal string HeaderRow => string.Create(CultureInfo.InvariantCulture, $"{HeaderPrefix}{Step:D12}-{Attempt}");

    internal string DataPrefix => string.Create(CultureInfo.InvariantCulture, $"{DataPrefixOfAll}{Step:D12}-{Attempt}-");

    internal string DataRow(int entity) => string.Create(CultureInfo.InvariantCulture, $"{DataPrefix}{entity:D3}");

    internal static string PartitionKeyOf(int day, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{Domain.Calendar.SettlementDay.FromNumber(day)}-{partition:D4}");

    internal static BlockId FromHeaderRow(int day, int partition, string row)
    {
        var step = row.AsSpan(HeaderPrefix.Length, 12);
        return new(day, partition, long.Parse(step, CultureInfo.InvariantCulture), row[(HeaderPrefix.Length + 13)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{PartitionKey}/{HeaderRow}";
}
