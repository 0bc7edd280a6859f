using System.Globalization;
using Settlement.Ledger.Json;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Ingestion;

/// <summary>The heads of all partitions and their steps. A head and its step move together, in one conditional write.</summary>
public sealed class HeadStore(ITableStore store)
{
    private const string Table = "heads";
    private const string HeadRow = "head";

    /// <summary>Reads a partition's head.</summary>
    public async ValueTask<Head> ReadAsync(string hub, int partition, CancellationToken cancellation)
    {
        var entry = await store.ReadAsync(Table, Key(hub, partition), HeadRow, cancellation);
        if (entry is null)
            return Head.Start;
        var stored = LedgerJson.Read<Stored>(entry.Value.Span);
        return new Head(stored.Step, stored.Sequence, entry.ETag);
    }

    /// <summary>Moves a head by one step.</summary>
    /// <exception cref="TableConflictException">Another consumer has moved it; what was written for this step is an orphan.</exception>
    public async ValueTask AdvanceAsync(string hub, int partition, Head head, HeadStep step, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(step);
        var value = LedgerJson.Write(new Stored(head.Step + 1, step.To));
        var move = head.ETag is { } etag ? TableWrite.Replace(HeadRow, value, etag) : TableWrite.Insert(HeadRow, value);
        await store.WriteAsync(Table, Key(hub, partition), [move, TableWrite.Insert(StepRow(head.Step + 1), LedgerJson.Write(step))], cancellation);
    }

    /// <summary>Reads a step, or null where it was never committed.</summary>
    public async ValueTask<HeadStep?> ReadStepAsync(string hub, int partition, long step, CancellationToken cancellation) =>
        await store.ReadAsync(Table, Key(hub, partition), StepRow(step), cancellation) is { } entry ? LedgerJson.Read<HeadStep>(entry.Value.Span) : null;

    /// <summary>Reads all steps of a partition after one, in order.</summary>
    public async IAsyncEnumerable<(long Step, HeadStep Value)> ReadStepsAsync(string hub, int partition, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in store.QueryAsync(Table, Key(hub, partition), RowRange.Prefix("s-") with { From = StepRow(after + 1) }, cancellation))
            yield return (long.Parse(entry.Row.AsSpan(2), CultureInfo.InvariantCulture), LedgerJson.Read<HeadStep>(entry.Value.Span));
    }

    private static string Key(string hub, int partition) => string.Create(CultureInfo.InvariantCulture, $"{hub}-{partition:D4}");

    private static string StepRow(long step) => string.Create(CultureInfo.InvariantCulture, $"s-{step:D12}");

    private sealed record Stored(long Step, long Sequence);
}
