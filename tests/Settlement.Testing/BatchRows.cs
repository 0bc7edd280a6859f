using Settlement.Domain.Market;
using Settlement.Ledger.Batches;

namespace Settlement.Testing;

/// <summary>What tests ask of the rows of a batch.</summary>
internal static class BatchRows
{
    public static int DayOf(this ReadingBatch batch, in ReadingRow row) => batch.Cells[row.Cell].Day;

    public static long[] WattHours(this ReadingBatch batch, in ReadingRow row) => batch.Values(row).AllWattHours();

    public static Quality[] Qualities(this ReadingBatch batch, in ReadingRow row) => batch.Values(row).AllQualities();

    /// <summary>The sequence numbers of the events of all rows.</summary>
    public static long[] Sequences(this ReadingBatch batch)
    {
        var sequences = new long[batch.Rows.Length];
        for (var i = 0; i < sequences.Length; i++)
        {
            sequences[i] = batch.Events[batch.Rows[i].Event].Position;
        }
        return sequences;
    }

    /// <summary>Adds a row of values as the decoder would.</summary>
    public static void Add(
        this ReadingBatch batch,
        int cell,
        Mpan mpan,
        int first,
        ReadOnlySpan<long> wattHours,
        ReadOnlySpan<Quality> qualities,
        long revision,
        int place
    )
    {
        var zeroed = wattHours.ToArray();
        ulong nulls = 0;
        for (var i = 0; i < zeroed.Length; i++)
        {
            if (zeroed[i] == ReadingBatch.NoValue)
            {
                (nulls, zeroed[i]) = (nulls | (1UL << i), 0);
            }
        }

        batch.Add(cell, mpan, first, zeroed, nulls, qualities, revision, place);
    }
}
