using System.Net;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Domain.Calendar;
using Settlement.Functions.Runs;
using Settlement.Functions.Tests.Support;
using Settlement.Hosting;
using Settlement.Runs.Scheduling;
using Settlement.Storage;

namespace Settlement.Functions.Tests.Faults;

/// <summary>Runs that fail at a step, and how they go on.</summary>
public sealed class RewoundRunTests : IAsyncLifetime
{
    private const string Day = WorkedExample.Day;
    private const string First = $"settle-{Day}-SF-1";
    private const string Api = "runtime/webhooks/durabletask/instances/";
    private readonly TemporaryFolder _folder = new();
    private FaultyHost _host = null!;
    private bool _opened;

    public async Task InitializeAsync()
    {
        _host = await FaultyHost.StartAsync(_folder.Path);
        await _host.SendDayAsync(Day);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_short_storage_fault_is_waited_out_and_fails_nothing()
    {
        var left = 4;
        _host.Store.RowFault = (table, row) => At17(table, row) && Interlocked.Decrement(ref left) >= 0 ? Unavailable(table) : null;
        await StartAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _host.EndOfAsync(First)).RuntimeStatus);
        Assert.Equal("closed", (await RunAsync()).Text("state"));
        Assert.True(left <= 0);
    }

    [Fact]
    public async Task A_rewound_run_goes_on_with_the_same_cut_and_closes_with_the_bytes_of_a_run_that_never_failed()
    {
        await FailAt17Async();
        var failed = await RunAsync();
        Assert.Equal("failed", failed.Text("state"));
        Assert.StartsWith(
            "SettlePeriod 17: TableUnavailableException: The store cannot serve",
            failed.Text("failure"),
            StringComparison.Ordinal
        );
        Assert.Contains("SettlePeriod 17: TableUnavailableException", (await InstanceAsync()).Text("output"), StringComparison.Ordinal);
        // What arrives after the cut must make no difference.
        await _host.SendAsync(WorkedExample.LateReading());
        await _host.UntilAsync(partition => partition.IsDone);

        _host.Store.RowFault = null;
        Assert.Equal(HttpStatusCode.Accepted, (await _host.PostAsync($"{Api}{First}/rewind?reason=mended", "")).Status);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _host.EndOfAsync(First)).RuntimeStatus);

        var closed = await RunAsync();
        Assert.Equal(
            ("closed", 1, JsonValueKind.Null),
            (closed.Text("state"), closed.Number("attempt"), closed.GetProperty("failure").ValueKind)
        );
        Assert.Equal(failed.GetProperty("cut").ToString(), closed.GetProperty("cut").ToString());
        var verified = (await _host.PostAsync($"api/settlement/{Day}/SF/verify", "")).Is(HttpStatusCode.OK);
        Assert.True(verified.GetProperty("equal").GetBoolean());

        var history = (await InstanceAsync("?showHistory=true")).Items("historyEvents");
        Assert.Equal(48, history.Count(e => e.Text("EventType") == "TaskCompleted" && e.Text("FunctionName") == "SettlePeriod"));
        Assert.Equal(
            ("mended", "operator"),
            history.Where(e => e.Text("EventType") == "ExecutionRewound").Select(e => (e.Text("Reason"), e.Text("By"))).Single()
        );
    }

    [Fact]
    public async Task While_a_rewound_run_goes_on_no_other_attempt_is_started()
    {
        await FailAt17Async();
        // Still down: the rewound step waits again, and with it the orchestration.
        Assert.Equal(HttpStatusCode.Accepted, (await _host.PostAsync($"{Api}{First}/rewind", "")).Status);
        (await _host.PostAsync($"api/settlement/{Day}/SF", "")).IsProblem(HttpStatusCode.Conflict);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await _host.EndOfAsync(First)).RuntimeStatus);

        // It failed once more, and can be rewound once more.
        Assert.Equal("failed", (await RunAsync()).Text("state"));
        _host.Store.RowFault = null;
        Assert.Equal(HttpStatusCode.Accepted, (await _host.PostAsync($"{Api}{First}/rewind", "")).Status);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _host.EndOfAsync(First)).RuntimeStatus);
        Assert.Equal(("closed", 1), ((await RunAsync()).Text("state"), (await RunAsync()).Number("attempt")));
    }

    [Fact]
    public async Task A_failure_that_could_not_be_recorded_is_mended_by_the_watch_and_by_the_next_start()
    {
        _host.Store.RowFault = (table, row) => At17(table, row) ? Unavailable(table) : null;
        _host.Store.Fault = (table, _, write) =>
            table == "runs" && write && _host.Store.RowFault is not null && Volatile.Read(ref _opened) ? Unavailable(table) : null;
        await StartAsync();
        await UntilOpenAsync();
        Volatile.Write(ref _opened, true);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await _host.EndOfAsync(First)).RuntimeStatus);
        Assert.Equal("running", (await RunAsync()).Text("state"));
        _host.Store.RowFault = null;

        await _host
            .Services.GetRequiredService<RunRepair>()
            .RepairAllAsync(new DurableRunOrchestrations(_host.Durable), SettlementDay.Parse(Day), default);
        var mended = await RunAsync();
        Assert.Equal("failed", mended.Text("state"));
        Assert.StartsWith("SettlePeriod 17: TableUnavailableException", mended.Text("failure"), StringComparison.Ordinal);
        Assert.Equal($"settle-{Day}-SF-2", (await _host.PostAsync($"api/settlement/{Day}/SF", "")).Is(HttpStatusCode.Accepted).Text("id"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _host.EndOfAsync($"settle-{Day}-SF-2")).RuntimeStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_command_line_tells_a_failure_whether_it_could_be_recorded_or_not(bool recordless)
    {
        _host.Store.RowFault = (table, row) => At17(table, row) ? Unavailable(table) : null;
        _host.Store.Fault = (table, _, write) => table == "runs" && write && Volatile.Read(ref _opened) ? Unavailable(table) : null;
        var settled = new SettlementApi(_host.Http).SettleAsync(SettlementDay.Parse(Day), "SF", CancellationToken.None);
        await UntilOpenAsync();
        Volatile.Write(ref _opened, recordless);
        while (!settled.IsCompleted)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var told = recordless
            ? (await Assert.ThrowsAsync<InvalidOperationException>(() => settled)).Message
            : (await settled).RootElement.GetProperty("failure").GetString()!;
        Assert.Contains("SettlePeriod 17: TableUnavailableException", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminated_run_is_restarted_as_the_same_attempt_with_the_same_cut()
    {
        var before = await TerminateAt17Async();
        await _host.Services.GetRequiredService<RunRepair>().RepairAllAsync(new DurableRunOrchestrations(_host.Durable), null, default);
        Assert.Equal(("failed", "terminated: by hand"), ((await RunAsync()).Text("state"), (await RunAsync()).Text("failure")));
        await _host.SendAsync(WorkedExample.LateReading());
        await _host.UntilAsync(partition => partition.IsDone);

        var links = (await _host.PostAsync($"{Api}{First}/restart?restartWithNewInstanceId=false", "")).Is(HttpStatusCode.Accepted);
        Assert.Equal(First, links.Text("id"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _host.EndOfAsync(First)).RuntimeStatus);
        var closed = await RunAsync();
        Assert.Equal(("closed", 1), (closed.Text("state"), closed.Number("attempt")));
        Assert.Equal(before.GetProperty("cut").ToString(), closed.GetProperty("cut").ToString());
    }

    [Fact]
    public async Task A_restart_of_an_attempt_that_another_has_followed_changes_nothing_and_says_so()
    {
        await TerminateAt17Async();
        Assert.Equal($"settle-{Day}-SF-2", (await _host.PostAsync($"api/settlement/{Day}/SF", "")).Is(HttpStatusCode.Accepted).Text("id"));
        await _host.EndOfAsync($"settle-{Day}-SF-2");
        var closed = (await RunAsync()).ToString();

        (await _host.PostAsync($"{Api}{First}/restart?restartWithNewInstanceId=false", "")).Is(HttpStatusCode.Accepted);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await _host.EndOfAsync(First)).RuntimeStatus);
        Assert.Contains(
            "Attempt 1 of run SF of 2026-06-16 changes nothing: the record is at attempt 2, closed.",
            (await InstanceAsync()).Text("output"),
            StringComparison.Ordinal
        );
        Assert.Equal(closed, (await RunAsync()).ToString());
    }

    [Fact]
    public async Task Two_orchestrations_of_one_attempt_beside_each_other_come_to_one_result()
    {
        var held = new TaskCompletionSource();
        _host.Store.RowFault = (table, row) => At17(table, row) && !held.Task.IsCompleted ? Unavailable(table) : null;
        await StartAsync();
        await UntilOpenAsync();
        await _host.PostAsync($"{Api}{First}/terminate?reason=twice", "");
        var second = (await _host.PostAsync($"{Api}{First}/restart", "")).Is(HttpStatusCode.Accepted).Text("id");
        var third = (await _host.PostAsync($"{Api}{First}/restart", "")).Is(HttpStatusCode.Accepted).Text("id");
        Assert.Equal(3, new[] { First, second, third }.Distinct().Count());
        held.SetResult();
        var ends = new[] { (await _host.EndOfAsync(second)).RuntimeStatus, (await _host.EndOfAsync(third)).RuntimeStatus };

        Assert.Contains(OrchestrationRuntimeStatus.Completed, ends);
        Assert.Equal(("closed", 1), ((await RunAsync()).Text("state"), (await RunAsync()).Number("attempt")));
        Assert.True((await _host.PostAsync($"api/settlement/{Day}/SF/verify", "")).Is(HttpStatusCode.OK).GetProperty("equal").GetBoolean());
    }

    private static bool At17(string table, string row) => table == "results" && row.StartsWith("period-17", StringComparison.Ordinal);

    private static TableUnavailableException Unavailable(string table) => new(table, "any", "The server is busy.", new IOException("503"));

    private async Task StartAsync() =>
        Assert.Equal(First, (await _host.PostAsync($"api/settlement/{Day}/SF", "")).Is(HttpStatusCode.Accepted).Text("id"));

    private async Task FailAt17Async()
    {
        _host.Store.RowFault = (table, row) => At17(table, row) ? Unavailable(table) : null;
        await StartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await _host.EndOfAsync(First)).RuntimeStatus);
    }

    /// <summary>Terminates the run when it is open and cannot end, and gives its record.</summary>
    private async Task<JsonElement> TerminateAt17Async()
    {
        _host.Store.RowFault = (table, row) => At17(table, row) ? Unavailable(table) : null;
        await StartAsync();
        var open = await UntilOpenAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await _host.PostAsync($"{Api}{First}/terminate?reason=by%20hand", "")).Status);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await _host.EndOfAsync(First)).RuntimeStatus);
        _host.Store.RowFault = null;
        return open;
    }

    private async Task<JsonElement> UntilOpenAsync()
    {
        while (true)
        {
            var run = await _host.GetAsync($"api/settlement/{Day}/SF");
            if (run.Status == HttpStatusCode.OK && run.Json.GetProperty("cut").ValueKind == JsonValueKind.Object)
            {
                return run.Json;
            }
            await Task.Yield();
        }
    }

    private async Task<JsonElement> RunAsync() => (await _host.GetAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.OK);

    private async Task<JsonElement> InstanceAsync(string query = "") =>
        (await _host.GetAsync($"{Api}{First}{query}")).Is(HttpStatusCode.OK);
}
