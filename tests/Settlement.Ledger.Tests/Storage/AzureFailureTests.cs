using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Tests.Storage;

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
        var replies = new Queue<Func<Response<IReadOnlyList<Response>>>>([() => throw Failure(status, code), () => throw Failure(status, code), Written]);
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

        await Assert.ThrowsAsync<TableTransactionFailedException>(() => InTimeAsync(WriteAsync()));

        Assert.Equal(5, sent);
    }

    [Theory]
    [InlineData(409, "TableBeingDeleted")]
    [InlineData(403, "AuthorizationPermissionMismatch")]
    [InlineData(400, "InvalidInput")]
    [InlineData(412, "LeaseIdMissing")]
    public async Task Other_failures_are_no_conflicts(int status, string code)
    {
        SetUpSubmit(() => throw Failure(status, code));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(WriteAsync);

        Assert.Equal(code, failure.ErrorCode);
    }

    [Fact]
    public async Task A_missing_table_is_created_and_the_batch_sent_again()
    {
        var replies = new Queue<Func<Response<IReadOnlyList<Response>>>>([() => throw Failure(404, "TableNotFound"), Written]);
        SetUpSubmit(() => replies.Dequeue()());

        await WriteAsync();

        _service.Verify(service => service.CreateTableIfNotExistsAsync("ledger", It.IsAny<CancellationToken>()), Times.Once);
    }

    private static TableTransactionFailedException Failure(int status, string code)
        => new(new RequestFailedException(status, $"0:{code}", code, null));

    private static Response<IReadOnlyList<Response>> Written()
    {
        var reply = new TaggedResponse("\"tag\"");
        return Response.FromValue<IReadOnlyList<Response>>([reply], reply);
    }

    private void SetUpSubmit(Func<Response<IReadOnlyList<Response>>> reply)
        => _table.Setup(table => table.SubmitTransactionAsync(It.IsAny<IEnumerable<TableTransactionAction>>(), It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                try
                {
                    return Task.FromResult(reply());
                }
                catch (RequestFailedException failure)
                {
                    return Task.FromException<Response<IReadOnlyList<Response>>>(failure);
                }
            });

    private async Task<IReadOnlyList<string?>> WriteAsync()
        => await _store.WriteAsync("ledger", "partition", [TableWrite.Insert("a", default)], default);

    private async Task<T> InTimeAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await work;
    }
}
