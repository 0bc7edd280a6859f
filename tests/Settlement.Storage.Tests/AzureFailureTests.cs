using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Settlement.Storage.Azure;

namespace Settlement.Storage.Tests;

/// <summary>Failures that the service reports and Azurite cannot be made to.</summary>
public sealed class AzureFailureTests
{
    private readonly Mock<TableClient> _table = new();
    private readonly Mock<TableServiceClient> _service = new();
    private readonly FakeTimeProvider _time = new();
    private readonly AzureTableStore _store;

    public AzureFailureTests()
    {
        _service.Setup(service => service.GetTableClient("ledger")).Returns(_table.Object);
        _store = new AzureTableStore(_service.Object, _time);
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServerBusy")]
    [InlineData(429, "TooManyRequests")]
    public async Task A_batch_that_the_service_could_not_serve_is_sent_again(int status, string code)
    {
        var replies = new Queue<Func<Response<IReadOnlyList<Response>>>>([
            () => throw Failure(status, code),
            () => throw Failure(status, code),
            Written,
        ]);
        SetUpSubmit(() => replies.Dequeue()());

        Assert.Equal(["\"tag\""], await InTimeAsync(WriteAsync()));

        Assert.Empty(replies);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_reported()
    {
        var sent = 0;
        SetUpSubmit(() =>
        {
            sent++;
            throw Failure(503, "ServerBusy");
        });

        await Assert.ThrowsAsync<TableUnavailableException>(() => InTimeAsync(WriteAsync()));

        Assert.Equal(5, sent);
    }

    public static TheoryData<Exception> Temporary =>
        new(
            new RequestFailedException(0, "The connection was reset."),
            new RequestFailedException(408, "Timeout."),
            new RequestFailedException(429, "Too many requests.", "TooManyRequests", null),
            new RequestFailedException(500, "Internal error.", "OperationTimedOut", null),
            new RequestFailedException(502, "Bad gateway."),
            new RequestFailedException(503, "Busy.", "ServerBusy", null),
            new RequestFailedException(504, "Gateway timeout."),
            new IOException("The connection broke."),
            new HttpRequestException("No such host."),
            new TaskCanceledException("The operation was cancelled because it exceeded the configured timeout."),
            new AggregateException("Retry failed after 4 tries.", new TaskCanceledException(), new RequestFailedException(503, "Busy.")),
            new InvalidOperationException("The credential got no token.", new RequestFailedException(0, "No answer."))
        );

    public static TheoryData<Exception> Lasting =>
        new(
            new RequestFailedException(400, "Refused.", "InvalidInput", null),
            new RequestFailedException(403, "Forbidden.", "AuthorizationPermissionMismatch", null),
            new RequestFailedException(404, "Gone.", "AccountNotFound", null),
            new RequestFailedException(409, "Being deleted.", "TableBeingDeleted", null),
            new RequestFailedException(412, "Leased.", "LeaseIdMissing", null),
            new RequestFailedException(413, "Too large.", "RequestBodyTooLarge", null),
            new RequestFailedException(400, "Too large.", "EntityTooLarge", null),
            new RequestFailedException(501, "Not implemented.", "NotImplemented", null),
            new AggregateException(
                "Retry failed after 2 tries.",
                new RequestFailedException(503, "Busy."),
                new RequestFailedException(403, "Forbidden.")
            ),
            new InvalidOperationException("The credential is not configured.")
        );

    [Theory]
    [MemberData(nameof(Temporary), DisableDiscoveryEnumeration = true)]
    public async Task What_may_go_away_by_itself_is_unavailability(Exception failure)
    {
        SetUpSubmit(() => throw failure);
        SetUpReads(failure);

        foreach (var request in Requests())
        {
            Assert.Same(failure, (await Assert.ThrowsAsync<TableUnavailableException>(request)).InnerException);
        }
    }

    [Theory]
    [MemberData(nameof(Lasting), DisableDiscoveryEnumeration = true)]
    public async Task What_does_not_go_away_is_passed_on_as_it_came(Exception failure)
    {
        SetUpSubmit(() => throw failure);
        SetUpReads(failure);

        foreach (var request in Requests())
        {
            Assert.Same(failure, await Assert.ThrowsAnyAsync<Exception>(request));
        }
    }

    [Theory]
    [InlineData(400, "InvalidInput")]
    [InlineData(409, "TableBeingDeleted")]
    [InlineData(413, "RequestBodyTooLarge")]
    public async Task A_write_that_fails_its_batch_for_good_is_neither_a_conflict_nor_sent_again(int status, string code)
    {
        var sent = 0;
        SetUpSubmit(() =>
        {
            sent++;
            throw Failure(status, code);
        });

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(WriteAsync);

        Assert.Equal((code, 1), (failure.ErrorCode, sent));
    }

    [Fact]
    public async Task What_the_caller_cancels_is_no_unavailability()
    {
        using var cancelled = new CancellationTokenSource();
        SetUpSubmit(() =>
        {
            cancelled.Cancel();
            throw new TaskCanceledException();
        });

        await Assert.ThrowsAsync<TaskCanceledException>(async () =>
            await _store.WriteAsync("ledger", "partition", [TableWrite.Insert("a", default)], cancelled.Token)
        );
    }

    [Fact]
    public async Task Unavailability_names_the_table_the_partition_and_the_reason()
    {
        SetUpReads(new RequestFailedException(503, "Busy.", "ServerBusy", null));

        var failure = await Assert.ThrowsAsync<TableUnavailableException>(async () =>
            await _store.ReadAsync("ledger", "partition", "a", default)
        );

        Assert.StartsWith(
            "The store cannot serve partition 'partition' of table 'ledger' now: The service answered 503 ServerBusy.",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_missing_table_is_created_and_the_batch_sent_again()
    {
        var replies = new Queue<Func<Response<IReadOnlyList<Response>>>>([() => throw Failure(404, "TableNotFound"), Written]);
        SetUpSubmit(() => replies.Dequeue()());

        await WriteAsync();

        _service.Verify(service => service.CreateTableIfNotExistsAsync("ledger", It.IsAny<CancellationToken>()), Times.Once);
    }

    private static TableTransactionFailedException Failure(int status, string code) =>
        new(new RequestFailedException(status, $"0:{code}", code, null));

    private static Response<IReadOnlyList<Response>> Written()
    {
        var reply = StubResponse.Tagged("\"tag\"");
        return Response.FromValue<IReadOnlyList<Response>>([reply], reply);
    }

    private void SetUpSubmit(Func<Response<IReadOnlyList<Response>>> reply) =>
        _table
            .Setup(table => table.SubmitTransactionAsync(It.IsAny<IEnumerable<TableTransactionAction>>(), It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                try
                {
                    return Task.FromResult(reply());
                }
                catch (Exception failure)
                {
                    return Task.FromException<Response<IReadOnlyList<Response>>>(failure);
                }
            });

    private void SetUpReads(Exception failure)
    {
        _table
            .Setup(table =>
                table.GetEntityIfExistsAsync<TableEntity>("partition", "a", It.IsAny<IEnumerable<string>>(), It.IsAny<CancellationToken>())
            )
            .ThrowsAsync(failure);
        _table
            .Setup(table =>
                table.QueryAsync<TableEntity>(
                    It.IsAny<string>(),
                    It.IsAny<int?>(),
                    It.IsAny<IEnumerable<string>>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(new FailingPages(failure));
    }

    private IEnumerable<Func<Task>> Requests() =>
        [
            WriteAsync,
            () => _store.ReadAsync("ledger", "partition", "a", default).AsTask(),
            async () => await _store.QueryAsync("ledger", "partition", RowRange.All, default).GetAsyncEnumerator().MoveNextAsync(),
        ];

    private async Task<IReadOnlyList<string?>> WriteAsync() =>
        await _store.WriteAsync("ledger", "partition", [TableWrite.Insert("a", default)], default);

    private async Task<T> InTimeAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await work;
    }

    private sealed class FailingPages(Exception failure) : AsyncPageable<TableEntity>
    {
        public override async IAsyncEnumerable<Page<TableEntity>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            await Task.FromException(failure);
            yield break;
        }
    }
}
