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
public sealed class Replayer(LocalHost host, ReplayOptions? options = null)
{
    private const int MaxBytes = 8 << 20;
    private const int MaxMessages = 10_000;

    private readonly ReplayOptions _options = options ?? new ReplayOptions();
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
    /// <exception cref="InvalidDataException">A file cannot be read to its end; the message says how far it was sent.</exception>
    public async Task<long> SendAsync(IEnumerable<string> files, IProgress<long> sent, CancellationToken cancellationToken)
    {
        long events = 0;
        foreach (var file in files)
        {
            events = await SendFileAsync(file, events, sent, cancellationToken);
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
                        partition.Processed < 0
                            ? $"Partition {partition.PartitionId} of Event Hub '{hub}' cannot be ingested: {partition.LastError}"
                            : $"Partition {partition.PartitionId} of Event Hub '{hub}' cannot be ingested after event {partition.Processed}: {partition.LastError}"
                    );
                }
            }
        }
    }

    /// <summary>Sends runs of lines for the same hub, so that enqueued times rise along the file.</summary>
    private async Task<long> SendFileAsync(string file, long events, IProgress<long> sent, CancellationToken cancellationToken)
    {
        using var lines = ReplayFile.ReadLines(file, _options.Warn).GetEnumerator();
        var messages = new List<HubMessage>();
        var (current, bytes, last, sentThrough) = (string.Empty, 0L, 0L, 0L);
        while (MoveNext(lines, sentThrough))
        {
            var (number, body) = lines.Current;
            if (number < _options.FromLine)
            {
                continue;
            }
            var hub = EventRouter.HubOf(body);
            if (messages.Count > 0 && (hub != current || bytes > MaxBytes || messages.Count >= MaxMessages))
            {
                await SendPendingAsync();
            }

            current = hub;
            messages.Add(new HubMessage(body));
            bytes += body.Length;
            last = number;
        }

        if (messages.Count > 0)
        {
            await SendPendingAsync();
        }
        return events;

        async Task SendPendingAsync()
        {
            await _hub.SendAsync(current, messages, cancellationToken);
            events += messages.Count;
            sent.Report(events);
            (messages, bytes, sentThrough) = ([], 0, last);
        }
    }

    private static bool MoveNext(IEnumerator<ReplayLine> lines, long sentThrough)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException)
        {
            throw new InvalidDataException($"{e.Message} {HowFar(sentThrough)}", e);
        }
    }

    private static string HowFar(long sentThrough) =>
        sentThrough == 0
            ? "Nothing of it was sent."
            : $"Its lines up to {sentThrough} were sent, those after it were not: once it is mended, --from-line {sentThrough + 1} goes on.";

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
