using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Settlement.Functions.Http;

/// <summary>What takes too long for a request is computed by an orchestration, once for all who ask.</summary>
internal static class Background
{
    /// <summary>
    /// Storage that fails for a while must not fail it: five attempts over about half a minute. Released versions of orchestrators set
    /// their timers by it, so it is never edited: another policy is another property, for new versions.
    /// </summary>
    public static TaskOptions Retried { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(2), 2));

    /// <summary>Starts an orchestration unless it is under way, and answers 202 with its links.</summary>
    public static async Task<IActionResult> AcceptAsync<T>(
        DurableTaskClient client,
        string orchestration,
        T input,
        string instance,
        CancellationToken cancellationToken
    )
    {
        if (!await IsUnderWayAsync())
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(
                    orchestration,
                    input,
                    new StartOrchestrationOptions(instance),
                    cancellationToken
                );
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Another who asked at the same time may have started it.
                if (await client.GetInstanceAsync(instance, cancellationToken) is null)
                {
                    throw;
                }
            }
        }

        var links = client.CreateHttpManagementPayload(instance);
        return new JsonContent(StatusCodes.Status202Accepted, links) { Location = links.StatusQueryGetUri };

        async Task<bool> IsUnderWayAsync() => await client.GetInstanceAsync(instance, cancellationToken) is { IsCompleted: false };
    }
}
