using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Runs;
using Settlement.Runs.Records;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Tests.Versions;

/// <summary>The histories of orchestrations outlive the names in the code: a step that failed is recognised in those of earlier releases too.</summary>
public sealed class EarlierFailureTests
{
    private static readonly RunKey Key = new(new SettlementDay(new LocalDate(2026, 6, 16)), "SF", 1);

    [Theory]
    [InlineData("Settlement.Runs.Scheduling.RunStepException", RunFailureKind.Step)]
    [InlineData("Settlement.Functions.Runs.RunStepException", RunFailureKind.Step)]
    [InlineData("System.InvalidOperationException", RunFailureKind.Orchestration)]
    public async Task The_step_that_failed_is_told_by_the_name_of_its_exception(string errorType, RunFailureKind kind)
    {
        var failure = await FailureAsync(errorType, "SettlePeriod 17: TableUnavailableException: no answer");

        Assert.Equal(kind, failure.Kind);
        Assert.Equal(kind == RunFailureKind.Step ? "17" : null, failure.Input);
    }

    [Fact]
    public void The_names_are_those_of_this_release_and_the_ones_before() =>
        Assert.Equal("Settlement.Runs.Scheduling.RunStepException", typeof(RunStepException).FullName);

    private static async Task<RunFailure> FailureAsync(string errorType, string message)
    {
        var client = new Mock<DurableTaskClient>("history");
        client
            .Setup(durable => durable.GetInstanceAsync(Key.InstanceId, true, It.IsAny<CancellationToken>()))
            .ReturnsAsync(
                new OrchestrationMetadata(SettlementRun.Newest, Key.InstanceId)
                {
                    RuntimeStatus = OrchestrationRuntimeStatus.Failed,
                    FailureDetails = new TaskFailureDetails(
                        typeof(TaskFailedException).FullName!,
                        "Task 'SettlePeriod' (#19) failed",
                        null,
                        new TaskFailureDetails(errorType, message, null, null, null),
                        null
                    ),
                }
            );
        return (await new DurableRunOrchestrations(client.Object).FindAsync(Key, default))!.Failure!;
    }
}
