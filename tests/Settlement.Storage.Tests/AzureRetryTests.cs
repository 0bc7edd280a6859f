using System.Text;
using Azure;
using Microsoft.Extensions.Time.Testing;
using Settlement.Storage.Azure;

namespace Settlement.Storage.Tests;

/// <summary>
/// Every kind of request meets every fault of the network and the service, and gets the repetition that it deserves:
/// none where the request itself was refused, and otherwise as many as the client is told, each counted here.
/// </summary>
[Collection(AzuriteFixture.Collection)]
public sealed class AzureRetryTests(AzuriteFixture azurite)
{
    private const string P = "partition";

    private readonly string _table = $"t{Guid.NewGuid():N}";
    private readonly FaultyTransport _transport = new();
    private readonly FakeTimeProvider _time = new();
    private string _tag = string.Empty;

    // Written once: more than a page takes its time.
    private static string? _long;

    /// <summary>What is asked of the store, on a partition with <c>a=1 b=1</c>.</summary>
    public enum Request
    {
        Insert,
        Replace,
        Put,
        Delete,
        Mixed,
        Read,
        List,
        NextPage,
    }

    public static TheoryData<Request, string> RequestsAndFaults
    {
        get
        {
            var all = new TheoryData<Request, string>();
            foreach (var request in Enum.GetValues<Request>())
            {
                foreach (var fault in Fault.Named.Keys)
                {
                    all.Add(request, fault);
                }
            }

            return all;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(RequestsAndFaults))]
    public async Task A_request_that_meets_one_fault_succeeds_in_the_end(Request request, string fault)
    {
        var store = await StartAsync(request);
        _transport.Next(Fault.Named[fault]);

        await SendAsync(store, request);

        Assert.Equal(Repeated(request, Fault.Named[fault].TakesEffect), _transport.Sent);
        Assert.Equal(After(request), await ContentAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(RequestsAndFaults))]
    public async Task A_request_that_meets_a_lasting_fault_is_sent_four_times_and_told_to_be_unavailable(Request request, string fault)
    {
        var store = await StartAsync(request);
        _transport.Lasting = Fault.Named[fault];

        await Assert.ThrowsAsync<TableUnavailableException>(() => SendAsync(store, request));

        Assert.Equal((request == Request.NextPage ? "list " : "") + string.Join(' ', Enumerable.Repeat(Kind(request), 4)), _transport.Sent);
        Assert.Equal(Fault.Named[fault].TakesEffect ? After(request) : After(Request.Read), await ContentAsync());
    }

    [SkippableTheory]
    [InlineData(Request.Insert)]
    [InlineData(Request.Put)]
    [InlineData(Request.Mixed)]
    [InlineData(Request.Read)]
    [InlineData(Request.List)]
    [InlineData(Request.NextPage)]
    public async Task A_request_that_the_service_refuses_for_good_is_sent_once(Request request)
    {
        var store = await StartAsync(request);
        _transport.Next(Fault.Refused(400, "InvalidInput"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => SendAsync(store, request));

        Assert.Equal("InvalidInput", failure.ErrorCode);
        Assert.Equal((request == Request.NextPage ? "list " : "") + Kind(request), _transport.Sent);
        Assert.Equal(After(Request.Read), await ContentAsync());
    }

    [SkippableFact]
    public async Task A_conflict_with_another_writer_is_sent_once_and_looked_up_once()
    {
        var store = await StartAsync(Request.Insert);

        await Assert.ThrowsAsync<TableConflictException>(async () => await WriteAsync(store, TableWrite.Insert("a", Bytes("2"))));
        Assert.Equal("batch read", _transport.Sent);
        _transport.Forget();
        await Assert.ThrowsAsync<TableConflictException>(async () => await WriteAsync(store, TableWrite.Replace("gone", Bytes("2"), _tag)));
        Assert.Equal("batch read", _transport.Sent);
        _transport.Forget();
        await WriteAsync(store, TableWrite.Replace("a", Bytes("2"), _tag));
        await Assert.ThrowsAsync<TableConflictException>(async () => await WriteAsync(store, TableWrite.Replace("a", Bytes("3"), _tag)));
        Assert.Equal("batch batch read", _transport.Sent);

        Assert.Equal("a=2 b=1", await ContentAsync());
    }

    [SkippableFact]
    public async Task A_write_that_cannot_be_looked_up_is_unavailable_and_no_conflict()
    {
        var store = await StartAsync(Request.Insert);
        _transport.Next(Fault.Named["reply lost"]);
        // The repetition is refused, and whose the row is cannot be read.
        _transport.Strikes = kind => kind == "read" || !_transport.Sent.Contains("batch batch", StringComparison.Ordinal);
        _transport.Lasting = Fault.Named["503"];

        await Assert.ThrowsAsync<TableUnavailableException>(() => SendAsync(store, Request.Insert));

        Assert.Equal("batch batch read read read read", _transport.Sent);
        Assert.Equal("a=1 b=1 c=2", await ContentAsync());
    }

    [SkippableFact]
    public async Task A_write_whose_replies_are_lost_twice_counts_once()
    {
        var store = await StartAsync(Request.Mixed);
        _transport.Next(Fault.Named["reply lost"], Fault.Named["reply torn"], Fault.Named["503"]);

        await SendAsync(store, Request.Mixed);

        Assert.Equal(After(Request.Mixed), await ContentAsync());
    }

    [SkippableTheory]
    [InlineData(408, "OperationTimedOut")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "OperationTimedOut")]
    [InlineData(503, "ServerBusy")]
    public async Task A_failure_inside_an_accepted_batch_is_waited_out_and_the_batch_counts_once(int status, string code)
    {
        var store = await StartAsync(Request.Mixed);
        _transport.Next(Fault.InsideBatch(status, code, takesEffect: false), Fault.InsideBatch(status, code, takesEffect: true));

        await InTimeAsync(SendAsync(store, Request.Mixed));

        Assert.Equal("batch batch batch read batch read read read", _transport.Sent);
        Assert.Equal(After(Request.Mixed), await ContentAsync());
    }

    [SkippableFact]
    public async Task A_failure_inside_a_batch_that_stays_is_told_after_five_attempts()
    {
        var store = await StartAsync(Request.Insert);
        _transport.Lasting = Fault.InsideBatch(503, "ServerBusy", takesEffect: false);

        await Assert.ThrowsAsync<TableUnavailableException>(() => InTimeAsync(SendAsync(store, Request.Insert)));

        Assert.Equal("batch batch batch batch batch", _transport.Sent);
        Assert.Equal("a=1 b=1", await ContentAsync());
    }

    [SkippableFact]
    public async Task A_refusal_inside_an_accepted_batch_is_sent_once()
    {
        var store = await StartAsync(Request.Insert);
        _transport.Lasting = Fault.InsideBatch(400, "EntityTooLarge", takesEffect: false);

        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => SendAsync(store, Request.Insert));

        Assert.Equal("EntityTooLarge", failure.ErrorCode);
        Assert.Equal("batch", _transport.Sent);
    }

    [SkippableFact]
    public async Task A_table_that_is_missing_is_made_through_faults()
    {
        var store = new AzureTableStore(azurite.Client(_transport), _time);
        _transport.Next(Fault.Named["503"]);
        _transport.Strikes = kind => kind == "table";

        await WriteAsync(store, TableWrite.Insert("a", Bytes("1")));

        Assert.Equal("batch table table batch", _transport.Sent);
        Assert.Equal("a=1", await ContentAsync());
    }

    [SkippableFact]
    public async Task An_empty_page_is_not_the_end_of_a_listing()
    {
        var store = await StartAsync(Request.NextPage);
        _transport.Next(Fault.EmptyPage, Fault.EmptyPage);

        await SendAsync(store, Request.NextPage);

        Assert.Equal("list more more more", _transport.Sent);
    }

    [SkippableFact]
    public async Task A_listing_whose_table_vanishes_half_way_is_not_taken_for_a_whole_one()
    {
        var store = await StartAsync(Request.NextPage);
        _transport.Next(Fault.Refused(404, "TableNotFound"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => RowsAsync(store, _long!));

        Assert.Equal("TableNotFound", failure.ErrorCode);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Kind(Request request) =>
        request switch
        {
            Request.Read => "read",
            Request.List => "list",
            Request.NextPage => "more",
            _ => "batch",
        };

    /// <summary>The requests that one fault costs.</summary>
    private static string Repeated(Request request, bool takesEffect) =>
        (request, takesEffect) switch
        {
            (Request.NextPage, _) => "list more more",
            // The repetition meets what the first one wrote, and each row is looked up.
            (Request.Insert or Request.Replace, true) => "batch batch read",
            // The row is gone, as it should be.
            (Request.Delete, true) => "batch batch read",
            // The delete is looked up and left out, and then every row that was written.
            (Request.Mixed, true) => "batch batch read batch read read read",
            _ => $"{Kind(request)} {Kind(request)}",
        };

    private static string After(Request request) =>
        request switch
        {
            Request.Insert => "a=1 b=1 c=2",
            Request.Replace => "a=2 b=1",
            Request.Put => "a=2 b=1",
            Request.Delete => "a=1",
            Request.Mixed => "a=2 c=2 d=2",
            _ => "a=1 b=1",
        };

    private async Task<AzureTableStore> StartAsync(Request request)
    {
        var quiet = new AzureTableStore(azurite.Client());
        _tag = (await WriteAsync(quiet, TableWrite.Insert("a", Bytes("1")), TableWrite.Insert("b", Bytes("1"))))[0]!;
        if (request == Request.NextPage)
        {
            _long ??= await FillAsync(quiet);
            _transport.Strikes = kind => kind == "more";
        }

        return new AzureTableStore(azurite.Client(_transport), _time);
    }

    private async Task SendAsync(AzureTableStore store, Request request)
    {
        switch (request)
        {
            case Request.Insert:
                await TagsMatchAsync(await WriteAsync(store, TableWrite.Insert("c", Bytes("2"))), "c");
                break;
            case Request.Replace:
                await TagsMatchAsync(await WriteAsync(store, TableWrite.Replace("a", Bytes("2"), _tag)), "a");
                break;
            case Request.Put:
                await TagsMatchAsync(await WriteAsync(store, TableWrite.Put("a", Bytes("2"))), "a");
                break;
            case Request.Delete:
                Assert.Equal([null], await WriteAsync(store, TableWrite.Delete("b")));
                break;
            case Request.Mixed:
                await TagsMatchAsync(
                    await WriteAsync(
                        store,
                        TableWrite.Delete("b"),
                        TableWrite.Replace("a", Bytes("2"), _tag),
                        TableWrite.Insert("c", Bytes("2")),
                        TableWrite.Put("d", Bytes("2"))
                    ),
                    null,
                    "a",
                    "c",
                    "d"
                );
                break;
            case Request.Read:
                Assert.Equal("1", Encoding.UTF8.GetString((await store.ReadAsync(_table, P, "a", default))!.Value.Span));
                break;
            default:
                var rows = await RowsAsync(store, request == Request.List ? _table : _long!);
                Assert.Equal(request == Request.List ? 2 : 1001, rows.Distinct().Count());
                Assert.Equal(rows.Order(StringComparer.Ordinal), rows);
                break;
        }
    }

    private async Task InTimeAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await work;
    }

    private async Task TagsMatchAsync(IReadOnlyList<string?> tags, params string?[] rows)
    {
        var quiet = new AzureTableStore(azurite.Client());
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal(rows[i] is { } row ? (await quiet.ReadAsync(_table, P, row, default))!.ETag : null, tags[i]);
        }
    }

    private async Task<IReadOnlyList<string?>> WriteAsync(AzureTableStore store, params TableWrite[] batch) =>
        await store.WriteAsync(_table, P, batch, default);

    private async Task<string> ContentAsync()
    {
        var content = new List<string>();
        await foreach (var entry in new AzureTableStore(azurite.Client()).QueryAsync(_table, P, RowRange.All, default))
        {
            content.Add($"{entry.Row}={Encoding.UTF8.GetString(entry.Value.Span)}");
        }
        return string.Join(' ', content);
    }

    private static async Task<string> FillAsync(AzureTableStore store)
    {
        var table = $"t{Guid.NewGuid():N}";
        await store.WriteAllAsync(table, P, Enumerable.Range(0, 1001).Select(i => TableWrite.Insert($"{i:D4}", default)), default);
        return table;
    }

    private static async Task<List<string>> RowsAsync(AzureTableStore store, string table)
    {
        var rows = new List<string>();
        await foreach (var entry in store.QueryAsync(table, P, RowRange.All, default))
        {
            rows.Add(entry.Row);
        }
        return rows;
    }
}
