using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Timetable;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Records;

/// <summary>The run records. Every change is conditional on the record that was read, so that two starts at once make one run.</summary>
public sealed class RunStore(ITableStore store, TimeProvider clock)
{
    private const string Table = "runs";
    private const string Partition = "runs";
    private const int FirstWindowDays = 14;

    /// <summary>The version of this code, as recorded with each run.</summary>
    public static string CodeVersion { get; } =
        typeof(RunStore).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>
    /// The version of the documents that results are stored as. It goes up with every field that is added to one or removed, so that the results
    /// of earlier code are compared by their values and not by their bytes.
    /// </summary>
    public const int DocumentVersion = 2;

    /// <summary>Reads the record of a run, or null where it was never started.</summary>
    public async ValueTask<RunRecord?> FindAsync(SettlementDay day, string run, CancellationToken cancellationToken) =>
        (await ReadAsync(day, run, cancellationToken)).Record;

    /// <summary>Reads the record of one attempt: the current one, or a closed one that a later attempt followed.</summary>
    public async ValueTask<RunRecord?> FindAsync(RunKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var current = await FindAsync(key.Day, key.Run, cancellationToken);
        return current is null || current.Attempt == key.Attempt ? current : await FindArchivedAsync(key, cancellationToken);
    }

    /// <summary>The records of a day in the order of their names; of D also the closed attempts that others followed.</summary>
    public async ValueTask<IReadOnlyList<RunRecord>> ListAsync(SettlementDay day, CancellationToken cancellationToken)
    {
        var records = new List<RunRecord>();
        await foreach (var entry in store.QueryAsync(Table, Partition, RowRange.Prefix($"{day}-"), cancellationToken))
        {
            records.Add(LedgerJson.Read<RunRecord>(entry.Value.Span));
        }
        return [.. records.OrderBy(record => record.Run, StringComparer.Ordinal).ThenBy(record => record.Attempt)];
    }

    /// <summary>The best closed run of a day, by <see cref="RunType.Precedence"/>, of D the last closed attempt; null where none is closed.</summary>
    public async ValueTask<RunRecord?> FindBestAsync(SettlementDay day, CancellationToken cancellationToken) =>
        (await ListAsync(day, cancellationToken))
            .Where(record => record.State == RunState.Closed)
            .MaxBy(record => (RunType.Parse(record.Run).Precedence, record.Attempt));

    /// <summary>All records by day, from a day on.</summary>
    public async IAsyncEnumerable<RunRecord> ListAllAsync(SettlementDay? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in ListAsync(new RowRange(from?.ToString() ?? string.Empty, null), cancellationToken))
        {
            yield return record;
        }
    }

    /// <summary>The last records by day, the latest days first, however many there are in all.</summary>
    public async ValueTask<IReadOnlyList<RunRecord>> ListLatestAsync(int max, CancellationToken cancellationToken)
    {
        if (await FindLastDayAsync(cancellationToken) is not { } last)
        {
            return [];
        }
        var latest = new List<RunRecord>();
        var (until, days) = (last.Next, FirstWindowDays);
        do
        {
            // The rows are by day ascending: windows of ever more days are read backwards, so that few rows beyond those asked for are.
            var from = new SettlementDay(until.Date.PlusDays(-days));
            var window = new List<RunRecord>();
            await foreach (var record in ListAsync(new RowRange(from.ToString(), until.ToString()), cancellationToken))
            {
                window.Add(record);
            }
            window.Reverse();
            latest.AddRange(window);
            (until, days) = (from, 2 * days);
        } while (latest.Count < max && await FirstDayAsync(new RowRange(string.Empty, until.ToString()), cancellationToken) is not null);
        return [.. latest.Take(max)];
    }

    /// <summary>Records with their rows, by day, from the one after a row on; null for the first.</summary>
    internal async IAsyncEnumerable<(string Row, RunRecord Record)> ListAfterAsync(
        string? row,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var entry in store.QueryAsync(Table, Partition, row is null ? RowRange.All : RowRange.All.After(row), cancellationToken)
        )
        {
            yield return (entry.Row, LedgerJson.Read<RunRecord>(entry.Value.Span));
        }
    }

    /// <summary>Starts the next attempt at a run.</summary>
    /// <param name="day">The Settlement Day.</param>
    /// <param name="run">The run code.</param>
    /// <param name="seen">The last attempt that the caller knows of, 0 for none; whoever does not know of the last one must not follow it. Null follows any.</param>
    /// <param name="cancellationToken">Stops before the record is written.</param>
    /// <exception cref="RunConflictException">The run is running or closed, or has another last attempt.</exception>
    public async ValueTask<RunKey> BeginAsync(SettlementDay day, string run, int? seen, CancellationToken cancellationToken)
    {
        var (current, etag) = await ReadAsync(day, run, cancellationToken);
        if (seen is not null && (current?.Attempt ?? 0) != seen)
        {
            throw new RunConflictException($"Run {run} of {day} has come to attempt {current?.Attempt ?? 0}, after {seen}.");
        }
        if (current is { State: RunState.Running })
        {
            throw new RunConflictException($"Run {run} of {day} is running (attempt {current.Attempt}).");
        }
        if (current is { State: RunState.Closed } && run != RunType.Dispute.Code)
        {
            throw new RunConflictException(
                $"Run {run} of {day} is closed (attempt {current.Attempt}); a closed run is not computed again."
            );
        }
        var next = new RunRecord(
            day,
            run,
            (current?.Attempt ?? 0) + 1,
            RunState.Running,
            Now(),
            null,
            null,
            [],
            null,
            CodeVersion,
            [],
            [],
            null
        )
        {
            DocumentVersion = DocumentVersion,
        };
        var writes = new List<TableWrite>
        {
            etag is null
                ? TableWrite.Insert(Row(day, run), LedgerJson.Write(next))
                : TableWrite.Replace(Row(day, run), LedgerJson.Write(next), etag),
        };
        if (current is { State: RunState.Closed })
        {
            writes.Add(TableWrite.Insert(ArchiveRow(current.Key), LedgerJson.Write(current)));
        }
        try
        {
            await store.WriteAsync(Table, Partition, writes, cancellationToken);
        }
        catch (TableConflictException)
        {
            throw new RunConflictException($"Run {run} of {day} was started by another at the same time.");
        }

        return next.Key;
    }

    /// <summary>
    /// Changes the record of an attempt that has no result: one that runs, or one that failed. A failed attempt is not over: whatever of it
    /// was under way goes on beside the step that failed, and it may be taken up again by a rewind or a restart, until another attempt follows.
    /// </summary>
    /// <exception cref="RunConflictException">The attempt has its result, or another has followed it.</exception>
    public async ValueTask<RunRecord> ChangeAsync(RunKey key, Func<RunRecord, RunRecord> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            var (current, etag) = await ReadAsync(key.Day, key.Run, cancellationToken);
            if (current is null || current.Attempt != key.Attempt || current.HasResult)
            {
                throw ChangesNothing(key, current);
            }
            if (await TryReplaceAsync(current, change(current), etag!, cancellationToken) is { } changed)
            {
                return changed;
            }
        }
    }

    /// <summary>
    /// Ends an attempt. One that has its result stays as it is, and of several failures the first is kept; a failed attempt that was taken up
    /// again may still come to its result.
    /// </summary>
    public async ValueTask<RunRecord> EndAsync(RunKey key, Func<RunRecord, RunRecord> end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(end);
        while (true)
        {
            var (current, etag) = await ReadAsync(key.Day, key.Run, cancellationToken);
            if (current?.Attempt != key.Attempt)
            {
                return await FindArchivedAsync(key, cancellationToken) ?? throw ChangesNothing(key, current);
            }
            if (current.HasResult)
            {
                return current;
            }
            var ended = end(current);
            var next = ended.HasResult || current.State == RunState.Running ? ended with { Ended = Now() } : current;
            if (await TryReplaceAsync(current, next, etag!, cancellationToken) is { } changed)
            {
                return changed;
            }
        }
    }

    private static RunConflictException ChangesNothing(RunKey key, RunRecord? current) =>
        new(
            $"Attempt {key.Attempt} of run {key.Run} of {key.Day} changes nothing: {(current is null ? "the run was never started" : $"the record is at attempt {current.Attempt}, {current.State.Text()}")}."
        );

    /// <summary>Replaces a record; null where another has changed it since it was read, and it is to be looked at again, for it may have ended.</summary>
    private async ValueTask<RunRecord?> TryReplaceAsync(RunRecord current, RunRecord next, string etag, CancellationToken cancellationToken)
    {
        if (next == current)
        {
            return current;
        }
        try
        {
            var write = TableWrite.Replace(Row(next.Day, next.Run), LedgerJson.Write(next), etag);
            await store.WriteAsync(Table, Partition, [write], cancellationToken);
            return next;
        }
        catch (TableConflictException)
        {
            return null;
        }
    }

    private async ValueTask<RunRecord?> FindArchivedAsync(RunKey key, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, Partition, ArchiveRow(key), cancellationToken) is { } entry
            ? LedgerJson.Read<RunRecord>(entry.Value.Span)
            : null;

    private async IAsyncEnumerable<RunRecord> ListAsync(RowRange rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in store.QueryAsync(Table, Partition, rows, cancellationToken))
        {
            yield return LedgerJson.Read<RunRecord>(entry.Value.Span);
        }
    }

    /// <summary>The day of the first record of a range, or null where there is none.</summary>
    private async ValueTask<SettlementDay?> FirstDayAsync(RowRange rows, CancellationToken cancellationToken)
    {
        await foreach (var record in ListAsync(rows, cancellationToken))
        {
            return record.Day;
        }
        return null;
    }

    /// <summary>The last day with a record. Steps from the last fortnight, or from the first day where that has none, are doubled while they find one and then halved.</summary>
    private async ValueTask<SettlementDay?> FindLastDayAsync(CancellationToken cancellationToken)
    {
        var fortnight = new SettlementDay(SettlementDay.At(Now()).Date.PlusDays(-FirstWindowDays));
        if (
            (await FirstDayAsync(From(fortnight), cancellationToken) ?? await FirstDayAsync(RowRange.All, cancellationToken))
            is not { } last
        )
        {
            return null;
        }
        var (step, grows) = (1, true);
        while (step > 0)
        {
            var found = await FirstDayAsync(From(new SettlementDay(last.Date.PlusDays(step))), cancellationToken);
            last = found ?? last;
            grows &= found is not null;
            step = grows ? 2 * step : step / 2;
        }

        return last;

        static RowRange From(SettlementDay day) => new(day.ToString(), null);
    }

    private async ValueTask<(RunRecord? Record, string? ETag)> ReadAsync(SettlementDay day, string run, CancellationToken cancellationToken)
    {
        var entry = await store.ReadAsync(Table, Partition, Row(day, run), cancellationToken);
        return entry is null ? (null, null) : (LedgerJson.Read<RunRecord>(entry.Value.Span), entry.ETag);
    }

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());

    private static string Row(SettlementDay day, string run) => $"{day}-{run}";

    private static string ArchiveRow(RunKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Day}-{key.Run}~{key.Attempt:D4}");
}
