using Settlement.Domain.Calendar;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Retention;

/// <summary>What of a day is gone.</summary>
internal sealed record RetentionMark(bool Readings, bool Results);

/// <summary>Up to which day, exclusively, every day has been looked at; null before the first look.</summary>
internal sealed record RetentionWatermark(SettlementDay? Readings, SettlementDay? Results);

/// <summary>
/// What retention remembers: of each day what is gone, up to where it has looked, and the days before that which it kept.
/// A store without a watermark is one of an earlier version: the first looks find its marks by day.
/// </summary>
internal sealed class RetentionMarks(ITableStore store)
{
    private const string Table = "retention";
    private const string WatermarkPartition = "watermark";
    private const string KeptPartition = "kept";

    public async ValueTask<RetentionMark> ReadAsync(SettlementDay day, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, Table, day.ToString(), cancellationToken) is { } entry
            ? LedgerJson.Read<RetentionMark>(entry.Value.Span)
            : new RetentionMark(false, false);

    /// <summary>Marks a day of which something is gone, which is kept no longer.</summary>
    public async ValueTask WriteAsync(SettlementDay day, RetentionMark mark, CancellationToken cancellationToken)
    {
        await store.WriteAsync(Table, Table, [TableWrite.Put(day.ToString(), LedgerJson.Write(mark))], cancellationToken);
        await store.WriteAsync(Table, KeptPartition, [TableWrite.Delete(day.ToString())], cancellationToken);
    }

    public async ValueTask KeepAsync(SettlementDay day, CancellationToken cancellationToken) =>
        await store.WriteAsync(Table, KeptPartition, [TableWrite.Put(day.ToString(), default)], cancellationToken);

    /// <summary>The first days that were kept.</summary>
    public async ValueTask<IReadOnlyList<SettlementDay>> ReadKeptAsync(int max, CancellationToken cancellationToken)
    {
        var kept = new List<SettlementDay>();
        await foreach (var entry in store.QueryAsync(Table, KeptPartition, RowRange.All, cancellationToken))
        {
            kept.Add(SettlementDay.Parse(entry.Row));
            if (kept.Count == max)
            {
                break;
            }
        }

        return kept;
    }

    public async ValueTask<RetentionWatermark> ReadWatermarkAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, WatermarkPartition, WatermarkPartition, cancellationToken) is { } entry
            ? LedgerJson.Read<RetentionWatermark>(entry.Value.Span)
            : new RetentionWatermark(null, null);

    public async ValueTask WriteWatermarkAsync(RetentionWatermark watermark, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            Table,
            WatermarkPartition,
            [TableWrite.Put(WatermarkPartition, LedgerJson.Write(watermark))],
            cancellationToken
        );
}
