using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Runs.Records;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Verification;

/// <summary>The last check of each attempt at a run.</summary>
public sealed class RunCheckStore(ITableStore store)
{
    private const string Table = "checks";
    private const string Partition = "checks";
    private const string CursorPartition = "cursor";

    /// <summary>Keeps a check in place of the one before.</summary>
    public async ValueTask WriteAsync(RunKey key, RunCheck check, CancellationToken cancellationToken) =>
        await store.WriteAsync(Table, Partition, [TableWrite.Put(Row(key), LedgerJson.Write(check))], cancellationToken);

    /// <summary>The check of an attempt, or null where there was none.</summary>
    public async ValueTask<RunCheck?> FindAsync(RunKey key, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, Partition, Row(key), cancellationToken) is { } entry
            ? LedgerJson.Read<RunCheck>(entry.Value.Span)
            : null;

    /// <summary>The checks of a day, by run and attempt.</summary>
    public async ValueTask<IReadOnlyDictionary<(string Run, int Attempt), RunCheck>> ListAsync(
        SettlementDay day,
        CancellationToken cancellationToken
    )
    {
        var checks = new Dictionary<(string, int), RunCheck>();
        await foreach (var entry in store.QueryAsync(Table, Partition, RowRange.Prefix($"{day}-"), cancellationToken))
        {
            var name = entry.Row[(entry.Row.LastIndexOf('-') + 1)..].Split('~');
            checks.Add((name[0], int.Parse(name[1], CultureInfo.InvariantCulture)), LedgerJson.Read<RunCheck>(entry.Value.Span));
        }

        return checks;
    }

    /// <summary>Which attempts of some days were checked.</summary>
    internal async ValueTask<IReadOnlySet<RunKey>> KeysAsync(SettlementDay from, SettlementDay to, CancellationToken cancellationToken)
    {
        var keys = new HashSet<RunKey>();
        await foreach (
            var entry in store.QueryAsync(Table, Partition, new RowRange(from.ToString(), to.Next.ToString()), cancellationToken)
        )
        {
            var at = entry.Row.LastIndexOf('-');
            var name = entry.Row[(at + 1)..].Split('~');
            keys.Add(new RunKey(SettlementDay.Parse(entry.Row[..at]), name[0], int.Parse(name[1], CultureInfo.InvariantCulture)));
        }

        return keys;
    }

    /// <summary>The row of the last run record that was looked at, or null to begin with the first.</summary>
    internal async ValueTask<string?> ReadCursorAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, CursorPartition, CursorPartition, cancellationToken) is { } entry
            ? LedgerJson.Read<Cursor>(entry.Value.Span).Row
            : null;

    /// <summary>Keeps the row of the last run record that was looked at.</summary>
    internal async ValueTask WriteCursorAsync(string? row, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            Table,
            CursorPartition,
            [TableWrite.Put(CursorPartition, LedgerJson.Write(new Cursor(row)))],
            cancellationToken
        );

    private static string Row(RunKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return string.Create(CultureInfo.InvariantCulture, $"{key.Day}-{key.Run}~{key.Attempt:D4}");
    }

    private sealed record Cursor(string? Row);
}
