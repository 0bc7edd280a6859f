using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Settlement.Domain.Calendar;
using Settlement.Runs.Records;
using Settlement.Storage.Json;

namespace Settlement.Runs.Tests.Computation;

/// <summary>Failures are stored as records; those that earlier versions stored as text are read as what the text says.</summary>
public sealed class RunFailureTests
{
    [Theory]
    [InlineData("SettlePeriod 17: IOException: no: 3", RunFailureKind.Step, "SettlePeriod", "17", "IOException: no: 3")]
    [InlineData("CloseRun: InvalidOperationException: no", RunFailureKind.Step, "CloseRun", null, "InvalidOperationException: no")]
    [InlineData("CloseRun: IOException: two\nlines: 3", RunFailureKind.Step, "CloseRun", null, "IOException: two\nlines: 3")]
    [InlineData("terminated: by hand", RunFailureKind.Terminated, null, null, "by hand")]
    [InlineData("terminated: SettlePeriod 17: stuck", RunFailureKind.Terminated, null, null, "SettlePeriod 17: stuck")]
    [InlineData("its orchestration failed", RunFailureKind.Orchestration, null, null, "its orchestration failed")]
    [InlineData("System.IO.IOException: no", RunFailureKind.Orchestration, null, null, "System.IO.IOException: no")]
    [InlineData("", RunFailureKind.Orchestration, null, null, "")]
    public async Task A_record_of_an_earlier_version_is_read_and_shows_the_text_it_had(
        string text,
        RunFailureKind kind,
        string? step,
        string? input,
        string message
    )
    {
        var stored = JsonNode.Parse(await FailedAsync(RunFailure.OfOrchestration("x")))!;
        stored["failure"] = text;

        var failure = LedgerJson.Read<RunRecord>(Encoding.UTF8.GetBytes(stored.ToJsonString())).Failure!;

        Assert.Equal(new RunFailure(kind, step, input, message), failure);
        Assert.Equal(text, failure.ToString());
    }

    [Theory]
    [InlineData(RunFailureKind.Step, "FoldShards", "3", "IOException: no", "FoldShards 3: IOException: no")]
    [InlineData(RunFailureKind.Step, "CloseRun", null, "IOException: no", "CloseRun: IOException: no")]
    [InlineData(RunFailureKind.Terminated, null, null, "by hand", "terminated: by hand")]
    [InlineData(RunFailureKind.Orchestration, null, null, "terminated: not by an operator", "terminated: not by an operator")]
    [InlineData(RunFailureKind.Orchestration, null, null, "CloseRun: says another", "CloseRun: says another")]
    public async Task A_failure_is_known_by_its_kind_whatever_its_message_says(
        RunFailureKind kind,
        string? step,
        string? input,
        string message,
        string text
    )
    {
        var failure = new RunFailure(kind, step, input, message);

        var read = LedgerJson.Read<RunRecord>(Encoding.UTF8.GetBytes(await FailedAsync(failure))).Failure!;

        Assert.Equal(failure, read);
        Assert.Equal(text, read.ToString());
        Assert.Equal(kind == RunFailureKind.Step && input is null, read.IsAt(new RunStepName("CloseRun")));
    }

    [Fact]
    public async Task A_failure_is_stored_as_kind_step_input_and_message()
    {
        var stored = JsonNode.Parse(await FailedAsync(RunFailure.AtStep(new("SettlePeriod", "17"), new IOException("no"))))!;

        Assert.Equal(
            """{"kind":"step","step":"SettlePeriod","input":"17","message":"IOException: no"}""",
            stored["failure"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData("""{"kind":"other","message":"no"}""", "'other'; known are step, terminated, orchestration")]
    [InlineData("""{"message":"no"}""", "''; known are")]
    [InlineData("""{"kind":"terminated"}""", "lacks its step or message")]
    [InlineData("""{"kind":"step","message":"no"}""", "lacks its step or message")]
    [InlineData("""{"kind":"terminated","step":"CloseRun","message":"no"}""", "names a step though none failed")]
    public void A_failure_that_is_stored_otherwise_is_refused(string json, string expected)
    {
        var refusal = Assert.Throws<JsonException>(() => LedgerJson.Read<RunFailure>(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The stored bytes, as text, of the record of an attempt that broke off.</summary>
    private static async Task<string> FailedAsync(RunFailure failure)
    {
        var store = new InMemoryTableStore();
        var runs = new RunStore(store, new FakeTimeProvider(Decoding.Noon));
        var key = await runs.BeginAsync(SettlementDay.Parse("2026-06-16"), "SF", null, default);
        await runs.EndAsync(key, run => run with { State = Domain.Market.RunState.Failed, Failure = failure }, default);
        var row = (await store.ReadAsync("runs", "runs", "2026-06-16-SF", default))!;
        return Encoding.UTF8.GetString(row.Value.Span);
    }
}
