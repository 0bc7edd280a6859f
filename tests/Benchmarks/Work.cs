using System.Text.Json;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Messages;
using Settlement.Reliability.Support;

namespace Settlement.Benchmarks;

/// <summary>The pieces of work that are measured.</summary>
internal static class Work
{
    public static readonly BlockId Block = new(Domain.Calendar.SettlementDay.Parse(NationalMix.Day).Number, 0, 1, "0123456789ab");

    /// <summary>Reads all tokens of all bodies and does nothing with them.</summary>
    public static long Walk(IReadOnlyList<HubEvent> events)
    {
        long tokens = 0;
        foreach (var e in events)
        {
            var reader = new Utf8JsonReader(e.Body.Span);
            while (reader.Read())
            {
                tokens++;
            }
        }

        return tokens;
    }

    /// <summary>The length of the stored values of a block.</summary>
    public static long Bytes(BlockWriter writer, ReadingBatch batch) => writer.Write(Block, batch).Sum(write => (long)write.Value.Length);
}
