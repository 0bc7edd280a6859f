using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Settlement.Runs.Records;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Runs;

/// <summary>The orchestrations of runs as Durable Functions has them.</summary>
public sealed class DurableRunOrchestrations(DurableTaskClient client) : IRunOrchestrations
{
    /// <summary>What <see cref="RunStepException"/> is called in the histories of orchestrations of earlier releases.</summary>
    private const string EarlierStepException = "Settlement.Functions.Runs.RunStepException";

    /// <inheritdoc/>
    public async Task<bool> TryStartAsync(RunKey key, int waitSeconds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var input = new SettlementRunInput(key.Day.ToString(), key.Run, key.Attempt, waitSeconds);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(SettlementRun.Newest, input, Once(key), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (await client.GetInstanceAsync(key.InstanceId, cancellationToken) is null)
            {
                throw;
            }
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<RunOrchestration?> FindAsync(RunKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var instance = await client.GetInstanceAsync(key.InstanceId, getInputsAndOutputs: true, cancellationToken);
        return instance?.RuntimeStatus switch
        {
            null => null,
            OrchestrationRuntimeStatus.Suspended => new RunOrchestration(OrchestrationState.Suspended, null),
            OrchestrationRuntimeStatus.Failed => new RunOrchestration(OrchestrationState.Ended, FailureOf(instance)),
            OrchestrationRuntimeStatus.Terminated => new RunOrchestration(
                OrchestrationState.Ended,
                RunFailure.Terminated(Text(instance.SerializedOutput) ?? "no reason was given")
            ),
            OrchestrationRuntimeStatus.Completed => new RunOrchestration(
                OrchestrationState.Ended,
                RunFailure.OfOrchestration("its orchestration ended without a result")
            ),
            _ => new RunOrchestration(OrchestrationState.Running, null),
        };
    }

    /// <summary>An attempt has one orchestration: one that has ended must not be replaced either.</summary>
    private static StartOrchestrationOptions Once(RunKey key) =>
        new(key.InstanceId)
        {
            DedupeStatuses =
            [
                nameof(OrchestrationRuntimeStatus.Completed),
                nameof(OrchestrationRuntimeStatus.Failed),
                nameof(OrchestrationRuntimeStatus.Terminated),
            ],
        };

    private static RunFailure FailureOf(OrchestrationMetadata instance)
    {
        for (var failure = instance.FailureDetails; failure is not null; failure = failure.InnerFailure)
        {
            if (failure.ErrorType == typeof(RunStepException).FullName || failure.ErrorType == EarlierStepException)
            {
                return RunFailureText.Parse(failure.ErrorMessage);
            }
        }

        return RunFailure.OfOrchestration(
            instance.FailureDetails is { } details
                ? $"{details.ErrorType}: {details.ErrorMessage}"
                : Text(instance.SerializedOutput) ?? "its orchestration failed"
        );
    }

    /// <summary>The Durable HTTP API stores a reason as it is given, a client stores it as JSON.</summary>
    private static string? Text(string? output)
    {
        try
        {
            return output is null ? null : JsonSerializer.Deserialize<string>(output);
        }
        catch (JsonException)
        {
            return output;
        }
    }
}
