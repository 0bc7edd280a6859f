using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NodaTime;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Audit;

/// <summary>
/// The acts of operators, in the order in which they were asked for. An act is written before it is done: one that cannot be
/// written is not done. What came of it stands with the run, the partition or the set that it was asked of.
/// </summary>
public sealed partial class AuditStore(ITableStore store, TimeProvider clock)
{
    private const string Table = "acts";

    private long _count;

    /// <summary>Writes an act down.</summary>
    public async ValueTask<AuditEntry> RecordAsync(string who, string what, string of, string why, CancellationToken cancellationToken)
    {
        var act = new AuditEntry(Instant.FromDateTimeOffset(clock.GetUtcNow()), who, what, of, why);
        // Acts of one process stay in their order though the clock may not have moved between them.
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"{act.When.ToUnixTimeTicks():D19}-{Interlocked.Increment(ref _count):D10}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"
        );
        await store.WriteAsync(Table, Key(act.When.InUtc().Date), [TableWrite.Insert(row, LedgerJson.Write(act))], cancellationToken);
        return act;
    }

    /// <summary>The acts of some days, each with the mark by which a listing goes on after it.</summary>
    /// <param name="from">The first day, UTC.</param>
    /// <param name="to">The last day, UTC.</param>
    /// <param name="after">The mark of the act to go on after, or null.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<(string Mark, AuditEntry Act)> ListAsync(
        LocalDate from,
        LocalDate to,
        string? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var rows = new RowRange(Row(from), Row(to.PlusDays(1)));
        if (after is not null && string.CompareOrdinal(after, rows.From) > 0)
        {
            rows = rows.After(after);
        }
        for (var month = from.With(DateAdjusters.StartOfMonth); month <= to; month = month.PlusMonths(1))
        {
            await foreach (var entry in store.QueryAsync(Table, Key(month), rows, cancellationToken))
            {
                yield return (entry.Row, LedgerJson.Read<AuditEntry>(entry.Value.Span));
            }
        }
    }

    /// <summary>Whether a text has the form of a mark that <see cref="ListAsync"/> gives.</summary>
    public static bool IsMark(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return MarkForm().IsMatch(text);
    }

    [GeneratedRegex("^[0-9]{19}-[0-9]{10,19}-[0-9a-f]{8}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex MarkForm();

    private static string Key(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year:D4}-{day.Month:D2}");

    private static string Row(LocalDate day) =>
        string.Create(CultureInfo.InvariantCulture, $"{day.AtMidnight().InUtc().ToInstant().ToUnixTimeTicks():D19}");
}
