using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Messages;

namespace Settlement.Reliability.Fuzzing;

/// <summary>An object that was refused.</summary>
/// <param name="Place">Its place in the body.</param>
/// <param name="Codes">Every reason.</param>
/// <param name="Body">Its bytes as text.</param>
internal sealed record Refused(int Place, IReadOnlyList<string> Codes, string Body);

/// <summary>What became of one body.</summary>
/// <param name="Accepted">How many objects were accepted.</param>
/// <param name="Rejects">Those that were not.</param>
/// <param name="Figures">All that the accepted ones say, in order of place and period, written the way of <see cref="DecoderOracle"/>.</param>
internal sealed record Decoded(int Accepted, IReadOnlyList<Refused> Rejects, IReadOnlyList<string> Figures)
{
    public override string ToString() => $"{Accepted} accepted [{string.Join("; ", Figures)}], rejected [{string.Join("; ", Rejects.Select(reject => $"{reject.Place} {string.Join(' ', reject.Codes)} {reject.Body}"))}]";
}

/// <summary>The decoders under test; the only place of the fuzzing that knows their signatures.</summary>
internal static class Decoders
{
    /// <summary>When all bodies are enqueued.</summary>
    public static readonly DateTimeOffset Enqueued = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Decodes bodies as one batch of events.</summary>
    /// <param name="reference">The reference data.</param>
    /// <param name="bodies">The bodies.</param>
    /// <param name="allocated">How many bytes decoding asked for.</param>
    public static IReadOnlyList<Decoded> Readings(ReferenceData reference, IReadOnlyList<byte[]> bodies, out long allocated)
    {
        var events = Events(bodies);
        var decoder = new ReadingDecoder(reference);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var batch = decoder.Decode(events);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var first = Of(batch, bodies.Count);
        // What the full reader has accepted once is read the short way now.
        var again = Of(decoder.Decode(events), bodies.Count);
        for (var i = 0; i < bodies.Count; i++)
        {
            if (first[i].ToString() != again[i].ToString())
                throw new InvalidDataException($"The short way reads body {i} otherwise than the full reader: {again[i]}, not {first[i]}. Body: {Encoding.UTF8.GetString(bodies[i])}");
        }

        return first;
    }

    private static Decoded[] Of(ReadingBatch batch, int bodies)
    {
        var figures = Enumerable.Range(0, bodies).Select(_ => new List<string>()).ToArray();
        foreach (var row in batch.Rows)
        {
            var (day, cell) = batch.Cells[row.Cell];
            var values = batch.Values(row);
            for (var i = 0; i < values.Length; i++)
            {
                if ((values.Nulls & (1UL << i)) == 0)
                {
                    figures[batch.Events[row.Event].Sequence].Add(DecoderOracle.Reading(
                        row.Place, row.Mpan.ToString(), SettlementDay.FromNumber(day).ToString(), row.First + i, values.WattHours(i), values.Quality(i).Text(), cell.GspGroup, cell.Supplier,
                        cell.Flow.Text(), cell.Segment.Text(), cell.Connection.Text(), cell.Domestic, cell.DistributorId, cell.Llfc, row.Revision));
                }
            }
        }

        // A batch counts its accepted objects as a whole; those of one body are known when it is alone.
        return [.. figures.Select((lines, i) => new Decoded(bodies == 1 ? batch.Accepted : -1, Rejects(batch.Rejects, i), lines))];
    }

    /// <inheritdoc cref="Readings"/>
    public static IReadOnlyList<Decoded> Market(ReferenceData reference, IReadOnlyList<byte[]> bodies, out long allocated)
    {
        var events = Events(bodies);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var batch = new MarketDecoder(reference).Decode(events);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        var rows = batch.Rows.ToLookup(row => row.Sequence);
        return [.. bodies.Select((_, i) => new Decoded(bodies.Count == 1 ? batch.Rows.Count : -1, Rejects(batch.Rejects, i), [.. rows[i].Select(Figure)]))];
    }

    private static string Figure(MarketRow row) => DecoderOracle.Market(
        row.Place, char.ToLowerInvariant(row.Type.ToString()[0]) + row.Type.ToString()[1..], SettlementDay.FromNumber(row.Day).ToString(), row.Period, row.Key, row.A, row.B, row.Estimated,
        row.Trade is { } trade ? $"{trade.Seller} {trade.SellerAccount.Text()} {trade.Buyer} {trade.BuyerAccount.Text()}" : string.Empty, row.Revision);

    private static HubEvent[] Events(IReadOnlyList<byte[]> bodies) => [.. bodies.Select((body, i) => new HubEvent(i, Enqueued, body))];

    private static Refused[] Rejects(IReadOnlyList<Reject> rejects, int sequence) =>
        [.. rejects.Where(reject => reject.Sequence == sequence).Select(reject => new Refused(reject.Place, reject.Reasons.ToCodes(), Encoding.UTF8.GetString(reject.Body.Span)))];
}
