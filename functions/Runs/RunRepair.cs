using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Runs.Records;

namespace Settlement.Functions.Runs;

/// <summary>
/// Mends records that say <c>running</c> though their orchestration has ended: because storage was down when a step wanted to record its failure,
/// or because an operator terminated it.
/// </summary>
public sealed class RunRepair(RunStore runs, ILogger<RunRepair> logger)
{
    private const string Terminated = "terminated: ";

    /// <summary>Whether a failed run is one whose orchestration an operator terminated.</summary>
    public static bool IsTerminated(RunRecord record) =>
        (record ?? throw new ArgumentNullException(nameof(record))).Failure?.StartsWith(Terminated, StringComparison.Ordinal) == true;

    /// <summary>Looks at every record from a day on.</summary>
    /// <param name="client">Knows the orchestrations.</param>
    /// <param name="from">The first Settlement Day; null for all.</param>
    /// <param name="cancellationToken">Stops between two records.</param>
    public async Task RepairAllAsync(DurableTaskClient client, SettlementDay? from, CancellationToken cancellationToken)
    {
        await foreach (var record in runs.ListAllAsync(from, cancellationToken))
        {
            await RepairAsync(client, record, cancellationToken);
        }
    }

    /// <summary>Looks at one record and mends it where that is needed.</summary>
    /// <returns>The record as it is now.</returns>
    public async Task<RunRecord> RepairAsync(DurableTaskClient client, RunRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.State != RunState.Running || await FindEndAsync(client, record.Key, cancellationToken) is not { } failure)
        {
            return record;
        }
        try
        {
            var mended = await runs.EndAsync(record.Key, run => run with { State = RunState.Failed, Failure = failure }, cancellationToken);
            // It may have come to its result since the record was read.
            if (!mended.HasResult)
            {
                logger.RunFailed(record.Run, record.Day.ToString(), record.Attempt, failure);
            }
            return mended;
        }
        catch (RunConflictException)
        {
            // Another attempt has followed meanwhile.
            return await runs.FindAsync(record.Day, record.Run, cancellationToken) ?? record;
        }
    }

    /// <summary>Says how the orchestration of an attempt broke off; null while it has not ended, or where there is none.</summary>
    public static async Task<string?> FindEndAsync(DurableTaskClient client, RunKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(key);
        var instance = await client.GetInstanceAsync(key.InstanceId, getInputsAndOutputs: true, cancellationToken);
        return instance?.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Failed => FailureOf(instance),
            OrchestrationRuntimeStatus.Terminated => $"{Terminated}{Text(instance.SerializedOutput) ?? "no reason was given"}",
            OrchestrationRuntimeStatus.Completed => "its orchestration ended without a result",
            _ => null,
        };
    }

    private static string FailureOf(OrchestrationMetadata instance)
    {
        for (var failure = instance.FailureDetails; failure is not null; failure = failure.InnerFailure)
        {
            if (failure.ErrorType == typeof(RunStepException).FullName)
            {
                return failure.ErrorMessage;
            }
        }

        return instance.FailureDetails is { } details
            ? $"{details.ErrorType}: {details.ErrorMessage}"
            : Text(instance.SerializedOutput) ?? "its orchestration failed";
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
