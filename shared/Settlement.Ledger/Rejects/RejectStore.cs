using System.Globalization;
using System.Text;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Json;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Rejects;

/// <summary>
/// The rejected objects of the ledger with their bodies. They belong to a head step as blocks do: an object is rejected once and for all,
/// and what a crash left of an uncommitted step is in no list.
/// </summary>
public sealed class RejectStore(ITableStore store, HeadStore heads)
{
    private const string Table = "rejects";

    /// <summary>Writes the rejects of a step that is not yet committed.</summary>
    public async ValueTask WriteAsync(string hub, int partition, long step, string attempt, IReadOnlyList<Reject> rejects, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rejects);
        if (rejects.Count > 0)
            await store.WriteAllAsync(Table, Key(hub, partition), rejects.SelectMany(reject => TableBlobs.Cut(Row(step, attempt, reject.Sequence, reject.Place), Encode(reject))), cancellation);
    }

    /// <summary>Reads the rejects of a partition in the order of their arrival.</summary>
    /// <param name="hub">The Event Hub.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="afterRow">Where to go on: the row of the last reject read, or null.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async IAsyncEnumerable<StoredReject> ReadAsync(string hub, int partition, string? afterRow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var range = afterRow is null ? RowRange.All : new RowRange(afterRow + ".", null);
        var step = (Number: -1L, Committed: default(HeadStep));
        (string Name, MemoryStream Value)? open = null;
        await foreach (var entry in store.QueryAsync(Table, Key(hub, partition), range, cancellation))
        {
            var name = entry.Row[..entry.Row.LastIndexOf('-')];
            if (open is { } done && done.Name != name)
            {
                yield return Decode(hub, partition, done.Name, done.Value);
                open = null;
            }

            var parts = name.Split('-');
            var number = long.Parse(parts[0], CultureInfo.InvariantCulture);
            if (number != step.Number)
                step = (number, await heads.ReadStepAsync(hub, partition, number, cancellation));
            if (step.Committed?.Attempt != parts[1])
                continue;
            open ??= (name, new MemoryStream());
            open.Value.Value.Write(entry.Value.Span);
        }

        if (open is { } last)
            yield return Decode(hub, partition, last.Name, last.Value);
    }

    private static ReadOnlyMemory<byte> Encode(Reject reject)
    {
        var facts = LedgerJson.Write(new Facts(reject.Sequence, reject.Place, reject.Enqueued, reject.Day, reject.Mpan, (int)reject.Reasons));
        var buffer = new BlockBuffer();
        buffer.Unsigned(facts.Length);
        buffer.Bytes(facts);
        buffer.Bytes(reject.Body.Span);
        return buffer.Written;
    }

    private static StoredReject Decode(string hub, int partition, string row, MemoryStream value)
    {
        var bytes = value.GetBuffer().AsSpan(0, (int)value.Length);
        var cursor = new BlockCursor(bytes);
        var json = cursor.Bytes(cursor.Int());
        var facts = LedgerJson.Read<Facts>(json);
        var body = cursor.Rest();
        return new StoredReject(hub, partition, row, new Reject(facts.Sequence, facts.Place, facts.Enqueued, facts.Day, facts.Mpan, (RejectReasons)facts.Reasons, body.ToArray()));
    }

    private static string Key(string hub, int partition) => string.Create(CultureInfo.InvariantCulture, $"{hub}-{partition:D4}");

    private static string Row(long step, string attempt, long sequence, int place) => string.Create(CultureInfo.InvariantCulture, $"{step:D12}-{attempt}-{sequence:D15}-{place:D7}");

    private sealed record Facts(long Sequence, int Place, DateTimeOffset Enqueued, string? Day, string? Mpan, int Reasons);
}

/// <summary>A reject as it stands in the ledger.</summary>
/// <param name="Hub">The Event Hub it came by.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Row">Its place in the list of its partition.</param>
/// <param name="Reject">What was rejected, and why.</param>
public sealed record StoredReject(string Hub, int Partition, string Row, Reject Reject)
{
    /// <summary>Its name in lists and for replay; ids sort in the order of arrival within a partition.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Hub}-{Partition:D4}-{Reject.Sequence:D15}-{Reject.Place:D7}");

    /// <summary>The body as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string BodyText => Encoding.UTF8.GetString(Reject.Body.Span);
}
