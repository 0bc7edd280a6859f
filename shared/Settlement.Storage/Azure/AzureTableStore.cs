using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Settlement.Storage.Azure;

/// <summary>
/// The Azure Table storage adapter. Tables are created when a write first finds them missing; reading a table that is not there finds nothing.
/// </summary>
/// <remarks>
/// <para>
/// The client repeats a request whose reply was lost, and the repetition of a write that had succeeded is refused.
/// Every batch therefore carries an id in its entities; a refused batch is looked up by it and, found, reported as written.
/// Only if every row of such a batch was overwritten by others meanwhile is a conflict reported for a write that took place.
/// </para>
/// <para>
/// The service fails a batch that deletes a row that is not there. Such deletes are left out and the batch is sent again,
/// so another writer's insert of that row in between survives the batch, as if it had come after.
/// </para>
/// </remarks>
public sealed class AzureTableStore : ITableStore
{
    private const int MaxAttempts = 5;

    private readonly TableServiceClient _service;
    private readonly TimeProvider _time;

    /// <summary>Uses a service client, whose own retry policy covers lost connections and refused requests.</summary>
    /// <param name="service">The client of the storage account.</param>
    /// <param name="time">Paces the repetition of batches that the service could not serve; the system's clock if null.</param>
    public AzureTableStore(TableServiceClient service, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        _service = service;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public async ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckKey(row, nameof(row));
        try
        {
            var found = await _service
                .GetTableClient(table)
                .GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);
            return found.HasValue ? AzureTableEntity.Entry(found.Value!) : null;
        }
        catch (Exception failure) when (AzureFailures.IsTemporary(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(table, partition, failure);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TableEntry> QueryAsync(
        string table,
        string partition,
        RowRange rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        TableLimits.CheckTable(table);
        TableLimits.CheckKey(partition, nameof(partition));
        TableLimits.CheckRange(rows);
        var filter = rows.Before is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {rows.From}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {rows.From} and RowKey lt {rows.Before}");
        var pages = _service.GetTableClient(table).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages();
        await using var page = pages.GetAsyncEnumerator(cancellationToken);
        for (var first = true; await NextAsync(page, first, table, partition, cancellationToken); first = false)
        {
            foreach (var entity in page.Current.Values)
            {
                yield return AzureTableEntity.Entry(entity);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    )
    {
        TableLimits.Check(table, partition, batch);
        try
        {
            return await SendAsync(table, partition, batch, cancellationToken);
        }
        catch (Exception failure) when (AzureFailures.IsTemporary(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(table, partition, failure);
        }
    }

    private static bool IsConflict(RequestFailedException failure) =>
        failure.ErrorCode == TableErrorCode.EntityAlreadyExists
        || failure.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied
        || failure.ErrorCode == TableErrorCode.ResourceNotFound
        || failure.ErrorCode == TableErrorCode.EntityNotFound;

    private static async ValueTask<bool> NextAsync(
        IAsyncEnumerator<Page<TableEntity>> page,
        bool first,
        string table,
        string partition,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await page.MoveNextAsync();
        }
        // A table that vanishes under a listing has not come to its end.
        catch (RequestFailedException failure) when (first && failure.ErrorCode == TableErrorCode.TableNotFound)
        {
            return false;
        }
        catch (Exception failure) when (AzureFailures.IsTemporary(failure, cancellationToken))
        {
            throw AzureFailures.Unavailable(table, partition, failure);
        }
    }

    private async Task<IReadOnlyList<string?>> SendAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    )
    {
        var sending = new AzureTableBatch(_service.GetTableClient(table), partition, batch);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await sending.SubmitAsync(cancellationToken);
            }
            catch (RequestFailedException failure) when (failure.ErrorCode == TableErrorCode.TableNotFound && attempt < MaxAttempts)
            {
                await _service.CreateTableIfNotExistsAsync(table, cancellationToken);
            }
            catch (RequestFailedException failure) when (sending.FailedDelete(failure))
            {
                await sending.DropAbsentDeletesAsync(cancellationToken);
            }
            catch (RequestFailedException failure) when (IsConflict(failure))
            {
                return await sending.FindOwnWritesAsync(cancellationToken)
                    ?? throw new TableConflictException(table, partition, sending.FailedRow(failure), failure);
            }
            // A failure inside a batch comes in a reply that as a whole succeeded, which the client's retry policy does not see.
            catch (TableTransactionFailedException failure)
                when (attempt < MaxAttempts && AzureFailures.IsTemporary(failure, cancellationToken))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), _time, cancellationToken);
            }
        }
    }
}
