using System.Globalization;
using System.Runtime.CompilerServices;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Storage;

namespace Settlement.Ledger.Rejects;

/// <summary>
/// Which rejects have come again as new events. A mark belongs to the head step that took the new event, in the same partition as the old,
/// and counts only once that step is committed: a reject leaves the list in the same moment as its object gets its new verdict.
/// </summary>
internal sealed class ReplayMarks(ITableStore store, HeadStore heads)
{
    private const string Table = "replays";

    /// <summary>Marks rejects for a step that is not yet committed.</summary>
    public ValueTask WriteAsync(
        PartitionId partition,
        long step,
        string attempt,
        IReadOnlyList<RejectId> replayed,
        CancellationToken cancellationToken
    ) =>
        store.WriteAllAsync(
            Table,
            HeadStore.Key(partition),
            replayed.Select(id =>
                TableWrite.Insert(string.Create(CultureInfo.InvariantCulture, $"{Row(id)}-{step:D12}-{attempt}"), default)
            ),
            cancellationToken
        );

    /// <summary>Whether a committed step took a replay of a reject.</summary>
    public async ValueTask<bool> ContainsAsync(RejectId id, CancellationToken cancellationToken)
    {
        await foreach (var _ in ReadAsync(id.Partition, RowRange.Prefix($"{Row(id)}-"), cancellationToken))
        {
            return true;
        }
        return false;
    }

    /// <summary>The marked rejects of a partition, in the order of their arrival.</summary>
    public IAsyncEnumerable<RejectId> ReadAsync(PartitionId partition, CancellationToken cancellationToken) =>
        ReadAsync(partition, RowRange.All, cancellationToken);

    /// <summary>The marked ones among the rejects from one to another.</summary>
    public IAsyncEnumerable<RejectId> ReadAsync(RejectId first, RejectId last, CancellationToken cancellationToken) =>
        ReadAsync(first.Partition, new RowRange(Row(first), Row(last with { Place = last.Place + 1 })), cancellationToken);

    /// <summary>Forgets the marks of rejects up to an event; their rejects are gone as well.</summary>
    public ValueTask<int> PurgeAsync(PartitionId partition, long position, CancellationToken cancellationToken) =>
        store.DeleteAsync(
            Table,
            HeadStore.Key(partition),
            RowRange.All with
            {
                Before = Row(new RejectId(partition, position + 1, 0)),
            },
            cancellationToken
        );

    private async IAsyncEnumerable<RejectId> ReadAsync(
        PartitionId partition,
        RowRange rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // One step takes many replays, and those of one step lie together.
        var (number, attempt) = (string.Empty, (string?)null);
        await foreach (var entry in store.QueryAsync(Table, HeadStore.Key(partition), rows, cancellationToken))
        {
            var parts = entry.Row.Split('-');
            if (parts[2] != number)
            {
                number = parts[2];
                attempt = (
                    await heads.ReadStepAsync(partition, long.Parse(number, CultureInfo.InvariantCulture), cancellationToken)
                )?.Attempt;
            }
            if (attempt == parts[3])
            {
                _ = EpochPosition.TryParse(parts[0], out var position);
                yield return new RejectId(partition, position, int.Parse(parts[1], CultureInfo.InvariantCulture));
            }
        }
    }

    private static string Row(RejectId id) =>
        string.Create(CultureInfo.InvariantCulture, $"{EpochPosition.Text(id.Position)}-{id.Place:D7}");
}
