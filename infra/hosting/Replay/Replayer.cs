using Functions.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Ledger.Commits;

namespace Settlement.Hosting.Replay;

/// <summary>What became of replayed events.</summary>
/// <param name="Events">How many events were sent.</param>
/// <param name="Accepted">How many objects were accepted.</param>
/// <param name="Rejected">How many objects were rejected.</param>
public sealed record ReplayOutcome(long Events, long Accepted, long Rejected);

/// <summary>Sends files of events to the hubs and waits until they are ingested.</summary>
public sealed class Replayer(LocalHost host)
{
    private const int MaxBytes = 8 << 20;
    private const int MaxMessages = 10_000;

    private readonly IEmbeddedHub _hub = host.Services.GetRequiredService<IEmbeddedHub>();
    private readonly HeadStore _heads = host.Services.GetRequiredService<HeadStore>();

    /// <summary>Sends the files in their order.</summary>
    /// <exception cref="InvalidOperationException">A partition could not be ingested.</exception>
    public async Task<ReplayOutcome> ReplayAsync(IEnumerable<string> files, IProgress<long> sent, CancellationToken cancellationToken)
    {
        // What an earlier process sent and did not live to see ingested is waited for first, so that it is not counted as ours.
        await IngestedAsync(cancellationToken);
        var before = await StepsAsync(cancellationToken);
        var events = await SendAsync(files, sent, cancellationToken);
        await IngestedAsync(cancellationToken);
        long accepted = 0,
            rejected = 0;
        foreach (var (hub, partition, step) in before)
        {
            await foreach (var (_, value) in _heads.ReadStepsAsync(new(hub, partition), step, cancellationToken))
            {
                accepted += value.Accepted;
                rejected += value.Rejected;
            }
        }

        return new ReplayOutcome(events, accepted, rejected);
    }

    /// <summary>Sends the files in their order and waits for nothing.</summary>
    /// <returns>How many events were sent.</returns>
    public async Task<long> SendAsync(IEnumerable<string> files, IProgress<long> sent, CancellationToken cancellationToken)
    {
        long events = 0;
        foreach (var file in files)
        {
            foreach (var (hub, messages) in Batches(file))
            {
                await _hub.SendAsync(hub, messages, cancellationToken);
                events += messages.Count;
                sent.Report(events);
            }
        }

        return events;
    }

    /// <summary>Waits until everything that the hubs hold is ingested.</summary>
    /// <exception cref="InvalidOperationException">A partition could not be ingested.</exception>
    public async Task IngestedAsync(CancellationToken cancellationToken)
    {
        foreach (var hub in Hubs.All)
        {
            foreach (var partition in await _hub.WaitUntilProcessedAsync(hub, cancellationToken))
            {
                if (partition.IsStuck)
                {
                    throw new InvalidOperationException(
                        $"Partition {partition.PartitionId} of Event Hub '{hub}' cannot be ingested after event {partition.Processed}: {partition.LastError}"
                    );
                }
            }
        }
    }

    /// <summary>Runs of lines for the same hub, so that enqueued times rise along the file.</summary>
    private static IEnumerable<(string Hub, List<HubMessage> Messages)> Batches(string file)
    {
        var messages = new List<HubMessage>();
        var (current, bytes) = (string.Empty, 0L);
        foreach (var body in ReplayFile.Read(file))
        {
            var hub = EventRouter.HubOf(body);
            if (messages.Count > 0 && (hub != current || bytes > MaxBytes || messages.Count >= MaxMessages))
            {
                yield return (current, messages);
                (messages, bytes) = ([], 0);
            }

            current = hub;
            messages.Add(new HubMessage(body));
            bytes += body.Length;
        }

        if (messages.Count > 0)
        {
            yield return (current, messages);
        }
    }

    private async Task<List<(string Hub, int Partition, long Step)>> StepsAsync(CancellationToken cancellationToken)
    {
        var steps = new List<(string, int, long)>();
        foreach (var hub in Hubs.All)
        {
            for (var partition = 0; partition < _hub.LastEnqueued(hub).Count; partition++)
            {
                steps.Add((hub, partition, (await _heads.ReadAsync(new(hub, partition), cancellationToken)).Step));
            }
        }

        return steps;
    }
}
