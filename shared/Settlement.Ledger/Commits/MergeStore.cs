using System.Globalization;
using System.Runtime.CompilerServices;
using Settlement.Domain.Calendar;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Ledger.Commits;

/// <summary>The merges of all days and partitions of Event Hub <c>readings</c>, and how far each partition was looked through for more.</summary>
public sealed class MergeStore(ITableStore store)
{
    private const string Table = "merges";
    private const string LookedAtRow = "steps";
    private const string DayPrefix = "d-";

    /// <summary>The log of a day, with its stored version or null.</summary>
    public async ValueTask<(MergeLog Log, string? ETag)> ReadAsync(int partition, SettlementDay day, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, Key(partition), Row(day), cancellationToken) is { } entry
            ? (LedgerJson.Read<MergeLog>(entry.Value.Span), entry.ETag)
            : (MergeLog.Empty, null);

    /// <summary>The logs of all days of a partition that something was merged of.</summary>
    public async IAsyncEnumerable<(SettlementDay Day, MergeLog Log)> ListAsync(
        int partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var entry in store.QueryAsync(Table, Key(partition), RowRange.Prefix(DayPrefix), cancellationToken))
        {
            yield return (SettlementDay.Parse(entry.Row[DayPrefix.Length..]), LedgerJson.Read<MergeLog>(entry.Value.Span));
        }
    }

    /// <summary>Replaces a log that is still as it was read.</summary>
    /// <returns>Its new version.</returns>
    /// <exception cref="TableConflictException">Another has changed it.</exception>
    public async ValueTask<string?> WriteAsync(
        int partition,
        SettlementDay day,
        MergeLog log,
        string? etag,
        CancellationToken cancellationToken
    )
    {
        var value = LedgerJson.Write(log);
        var write = etag is null ? TableWrite.Insert(Row(day), value) : TableWrite.Replace(Row(day), value, etag);
        return (await store.WriteAsync(Table, Key(partition), [write], cancellationToken))[0];
    }

    /// <summary>Forgets the merges of a day whose blocks are gone.</summary>
    public async ValueTask ForgetAsync(int partition, SettlementDay day, CancellationToken cancellationToken) =>
        await store.WriteAsync(Table, Key(partition), [TableWrite.Delete(Row(day))], cancellationToken);

    /// <summary>The last head step of a partition that was looked at for blocks to merge.</summary>
    public async ValueTask<long> ReadCheckedStepAsync(int partition, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, Key(partition), LookedAtRow, cancellationToken) is { } entry
            ? LedgerJson.Read<long>(entry.Value.Span)
            : 0;

    /// <summary>Notes it. Two that do so at once may look at some steps twice, which does no harm.</summary>
    public async ValueTask WriteCheckedStepAsync(int partition, long step, CancellationToken cancellationToken) =>
        await store.WriteAsync(Table, Key(partition), [TableWrite.Put(LookedAtRow, LedgerJson.Write(step))], cancellationToken);

    private static string Key(int partition) => HeadStore.Key(new(Hubs.Readings, partition));

    private static string Row(SettlementDay day) => string.Create(CultureInfo.InvariantCulture, $"{DayPrefix}{day}");
}
