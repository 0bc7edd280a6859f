using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
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
    public override string ToString() =>
        $"{Accepted} accepted [{string.Join("; ", Figures)}], rejected [{string.Join("; ", Rejects.Select(reject => $"{reject.Place} {string.Join(' ', reject.Codes)} {reject.Body}"))}]";
}

/// <summary>A body and when its hub took it.</summary>
internal sealed record SentBody(byte[] Bytes, DateTimeOffset Enqueued);

/// <summary>A decoder of readings or market inputs, in a form that the checks can compare. It may be used for many batches, as in the ingest.</summary>
internal abstract class DecoderUnderTest
{
    /// <summary>How many bytes the last decoding asked for.</summary>
    public long Allocated { get; private set; }

    /// <summary>How many objects were read on the fast path so far.</summary>
    public virtual long ReadOnFastPath => 0;

    /// <summary>Decodes bodies as one batch of events.</summary>
    public IReadOnlyList<Decoded> Decode(params SentBody[] bodies)
    {
        HubEvent[] events = [.. bodies.Select((body, i) => new HubEvent(i, body.Enqueued, body.Bytes))];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(events);
        Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return Read(bodies.Length);
    }

    protected abstract void Run(HubEvent[] events);

    protected abstract IReadOnlyList<Decoded> Read(int bodies);

    protected static Refused[] Rejects(IReadOnlyList<Reject> rejects, int sequence) =>
        [
            .. rejects
                .Where(reject => reject.Position == sequence)
                .Select(reject => new Refused(reject.Place, reject.Reasons.ToCodes(), Encoding.UTF8.GetString(reject.Body.Span))),
        ];
}

/// <summary>The decoder of readings.</summary>
internal sealed class ReadingsUnderTest(ReferenceData reference) : DecoderUnderTest
{
    private readonly ReadingDecoder _decoder = new(reference);
    private ReadingBatch _batch = new();

    public override long ReadOnFastPath => _decoder.ReadOnFastPath;

    protected override void Run(HubEvent[] events) => _batch = _decoder.Decode(events);

    protected override IReadOnlyList<Decoded> Read(int bodies)
    {
        var figures = Enumerable.Range(0, bodies).Select(_ => new List<string>()).ToArray();
        foreach (var row in _batch.Rows)
        {
            var (day, cell) = _batch.Cells[row.Cell];
            var values = _batch.Values(row);
            for (var i = 0; i < values.Length; i++)
            {
                if ((values.Nulls & (1UL << i)) == 0)
                {
                    figures[_batch.Events[row.Event].Position]
                        .Add(
                            DecoderOracle.Reading(
                                row.Place,
                                row.Mpan.ToString(),
                                SettlementDay.FromNumber(day).ToString(),
                                row.First + i,
                                values.WattHours(i),
                                values.Quality(i).Text(),
                                cell.GspGroup,
                                cell.Supplier,
                                cell.Flow.Text(),
                                cell.Segment.Text(),
                                cell.Connection.Text(),
                                cell.Domestic,
                                cell.DistributorId,
                                cell.Llfc,
                                row.Revision
                            )
                        );
                }
            }
        }

        // A batch counts its accepted objects as a whole; those of one body are known when it is alone.
        return [.. figures.Select((lines, i) => new Decoded(bodies == 1 ? _batch.Accepted : -1, Rejects(_batch.Rejects, i), lines))];
    }
}

/// <summary>The decoder of market inputs.</summary>
internal sealed class MarketUnderTest(ReferenceData reference) : DecoderUnderTest
{
    private readonly MarketDecoder _decoder = new(reference);
    private MarketBatch _batch = new();

    protected override void Run(HubEvent[] events) => _batch = _decoder.Decode(events);

    protected override IReadOnlyList<Decoded> Read(int bodies)
    {
        var rows = _batch.Rows.ToLookup(row => row.Position);
        return
        [
            .. Enumerable
                .Range(0, bodies)
                .Select(i => new Decoded(bodies == 1 ? _batch.Rows.Count : -1, Rejects(_batch.Rejects, i), [.. rows[i].Select(Figure)])),
        ];
    }

    private static string Figure(MarketRow row) =>
        DecoderOracle.Market(
            row.Place,
            char.ToLowerInvariant(row.Type.ToString()[0]) + row.Type.ToString()[1..],
            SettlementDay.FromNumber(row.Day).ToString(),
            row.Period,
            row.Key,
            row.A,
            row.B,
            row.Estimated,
            row.Trade is { } trade
                ? $"{trade.Seller} {trade.SellerAccount.Text()} {trade.Buyer} {trade.BuyerAccount.Text()}"
                : string.Empty,
            row.Revision
        );
}
