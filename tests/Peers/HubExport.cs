using Azure.Messaging.EventHubs.Consumer;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Hosting;
using Settlement.Ledger.Commits;

namespace Settlement.Peers;

/// <summary>Writes what the readings hub holds as JSON lines, a message a line, for those who read files.</summary>
internal static class HubExport
{
    /// <param name="options">The data folder with the filled hub.</param>
    /// <param name="path">The file of all messages.</param>
    /// <param name="samplePath">The file of the first messages of every partition.</param>
    /// <param name="sample">How many messages of each partition go there.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many messages went into each file.</returns>
    public static async Task<(long All, long Sample)> WriteAsync(
        LocalOptions options,
        string path,
        string samplePath,
        int sample,
        CancellationToken cancellationToken
    )
    {
        await using var host = await LocalHost.StartAsync(options with { Triggers = false }, cancellationToken);
        await using var consumer = host
            .Services.GetRequiredService<IAzureClientFactory<EventHubConsumerClient>>()
            .CreateClient(Hubs.Readings);
        await using var file = File.Create(path, 1 << 20);
        await using var sampleFile = File.Create(samplePath, 1 << 20);
        long all = 0,
            sampled = 0;
        foreach (var partition in await consumer.GetPartitionIdsAsync(cancellationToken))
        {
            var last = (await consumer.GetPartitionPropertiesAsync(partition, cancellationToken)).LastEnqueuedSequenceNumber;
            var left = sample;
            if (last < 0)
            {
                continue;
            }

            await foreach (var received in consumer.ReadEventsFromPartitionAsync(partition, EventPosition.Earliest, cancellationToken))
            {
                var body = received.Data.EventBody.ToMemory();
                all += WriteLines(body.Span, file, int.MaxValue);
                var took = WriteLines(body.Span, sampleFile, left);
                (sampled, left) = (sampled + took, left - took);
                if (received.Data.SequenceNumber == last)
                {
                    break;
                }
            }
        }

        return (all, sampled);
    }

    /// <summary>No message holds an object, so the end of one is where the next begins.</summary>
    private static int WriteLines(ReadOnlySpan<byte> body, FileStream file, int most)
    {
        body = body[1..^1];
        var lines = 0;
        while (lines < most && !body.IsEmpty)
        {
            var end = body.IndexOf("},{"u8);
            file.Write(end < 0 ? body : body[..(end + 1)]);
            file.WriteByte((byte)'\n');
            body = end < 0 ? [] : body[(end + 2)..];
            lines++;
        }

        return lines;
    }
}
