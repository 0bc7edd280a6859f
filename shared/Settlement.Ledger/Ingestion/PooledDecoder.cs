using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Ingestion;

/// <summary>What one delivery of readings is worked with: a decoder and a block writer, whose memory and knowledge are used again for the next.</summary>
internal sealed record PooledDecoder(ReadingDecoder Decoder, BlockWriter Writer);

/// <summary>
/// Lends workbenches, one to each delivery. There are as many as deliveries were ever worked at once, up to a limit beyond which they wait:
/// each holds some megabytes.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class DecoderPool
{
    private readonly ConcurrentBag<PooledDecoder> _idle = [];
    private readonly SemaphoreSlim _free = new(2 * Environment.ProcessorCount);

    /// <summary>Works with a workbench for a version of the reference data. One that a failure leaves behind is given up, for its memory may still be read.</summary>
    public async ValueTask<T> WithAsync<T>(
        ReferenceData reference,
        Func<PooledDecoder, ValueTask<T>> work,
        CancellationToken cancellationToken
    )
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            // What a decoder learned holds for its version of the reference data only.
            if (!_idle.TryTake(out var bench) || bench.Decoder.Reference != reference)
            {
                bench = new PooledDecoder(new ReadingDecoder(reference), bench?.Writer ?? new BlockWriter());
            }
            var result = await work(bench);
            _idle.Add(bench);
            return result;
        }
        finally
        {
            _free.Release();
        }
    }
}
