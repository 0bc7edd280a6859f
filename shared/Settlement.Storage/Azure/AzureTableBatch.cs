using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Settlement.Storage.Azure;

/// <summary>One batch on its way to the service, through as many attempts as it takes.</summary>
internal sealed class AzureTableBatch
{
    /// <summary>The tag of a row that was ours and has been overwritten since: well formed, and no row's.</summary>
    private const string Superseded = "W/\"datetime'1601-01-01T00%3A00%3A00.0000000Z'\"";

    private static readonly string[] KeyOnly = ["RowKey"];

    private readonly TableClient _table;
    private readonly string _partition;
    private readonly IReadOnlyList<TableWrite> _batch;
    private readonly Guid _id = Guid.NewGuid();
    private readonly List<(int Index, TableTransactionAction Action)> _actions = [];

    public AzureTableBatch(TableClient table, string partition, IReadOnlyList<TableWrite> batch)
    {
        (_table, _partition, _batch) = (table, partition, batch);
        for (var i = 0; i < batch.Count; i++)
        {
            _actions.Add((i, Action(batch[i])));
        }
    }

    /// <summary>Sends the batch once, as the client's retry policy understands it.</summary>
    public async Task<IReadOnlyList<string?>> SubmitAsync(CancellationToken cancellationToken)
    {
        var tags = new string?[_batch.Count];
        if (_actions.Count == 0)
        {
            return tags;
        }
        var replies = (await _table.SubmitTransactionAsync(_actions.Select(a => a.Action), cancellationToken)).Value;
        for (var i = 0; i < replies.Count; i++)
        {
            var index = _actions[i].Index;
            if (_batch[index].Kind != TableWriteKind.Delete)
            {
                tags[index] = AzureTableEntity.Tag(
                    replies[i].Headers.ETag
                        ?? throw new InvalidDataException($"The service named no entity tag for the row '{_batch[index].Row}'.")
                );
            }
        }

        return tags;
    }

    /// <summary>Whether the batch failed because a row to be deleted is not there.</summary>
    public bool FailedDelete(RequestFailedException failure) =>
        failure.Status == 404
        && failure.ErrorCode != TableErrorCode.TableNotFound
        && Failed(failure) is { } action
        && action.ActionType == TableTransactionActionType.Delete;

    /// <summary>Takes out the deletes of rows that are not there, at least the one that failed having been among them.</summary>
    public async Task DropAbsentDeletesAsync(CancellationToken cancellationToken)
    {
        var deletes = _actions.Where(a => a.Action.ActionType == TableTransactionActionType.Delete).ToArray();
        var found = await Task.WhenAll(deletes.Select(a => FindAsync(a.Action.Entity.RowKey, KeyOnly, cancellationToken)));
        for (var i = 0; i < deletes.Length; i++)
        {
            if (found[i] is null)
            {
                _actions.Remove(deletes[i]);
            }
        }
    }

    /// <summary>The tags of a refused batch that an earlier attempt had written, or null where none of its rows carries its id.</summary>
    public async Task<IReadOnlyList<string?>?> FindOwnWritesAsync(CancellationToken cancellationToken)
    {
        // Read whole, as any row is: the service promises an entity's tag, and says nothing of a projection's.
        var found = await Task.WhenAll(
            _batch.Select(write =>
                write.Kind == TableWriteKind.Delete ? Task.FromResult<TableEntity?>(null) : FindAsync(write.Row, null, cancellationToken)
            )
        );
        if (!found.Any(IsOurs))
        {
            return null;
        }
        return
        [
            .. _batch.Zip(
                found,
                (write, entity) =>
                    write.Kind == TableWriteKind.Delete ? null
                    : IsOurs(entity) ? AzureTableEntity.Tag(entity!.ETag)
                    : Superseded
            ),
        ];
    }

    /// <summary>The row that failed, as far as the service says.</summary>
    public string FailedRow(RequestFailedException failure) => Failed(failure)?.Entity.RowKey ?? _batch[0].Row;

    private TableTransactionAction? Failed(RequestFailedException failure) =>
        failure is TableTransactionFailedException { FailedTransactionActionIndex: { } index } && index < _actions.Count
            ? _actions[index].Action
            : null;

    private bool IsOurs(TableEntity? entity) => entity?.GetGuid(AzureTableEntity.WriteId) == _id;

    private async Task<TableEntity?> FindAsync(string row, string[]? select, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(_partition, row, select, cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private TableTransactionAction Action(TableWrite write)
    {
        var entity = AzureTableEntity.Create(_partition, write, _id);
        return write.Kind switch
        {
            TableWriteKind.Insert => new(TableTransactionActionType.Add, entity),
            TableWriteKind.Replace => new(TableTransactionActionType.UpdateReplace, entity, new ETag(write.ETag!)),
            TableWriteKind.Put => new(TableTransactionActionType.UpsertReplace, entity),
            _ => new(TableTransactionActionType.Delete, entity, ETag.All),
        };
    }
}
