using System.Runtime.CompilerServices;
using Settlement.Domain.Market;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;

namespace Settlement.Reliability.Faults;

/// <summary>A hub that sometimes does not answer when events are to be read again, or breaks off.</summary>
public sealed class InterruptedHub(IHubReader inner) : IHubReader
{
    private int _fails;
    private int? _givesOnly;

    /// <summary>Told when a read fails at once, and with false when one breaks off.</summary>
    public Action<bool>? Happened { get; set; }

    /// <summary>Arms faults.</summary>
    /// <param name="fails">How many of the next reads fail.</param>
    /// <param name="givesOnly">After how many events the read after those breaks off; null for not at all.</param>
    public void Arm(int fails, int? givesOnly) => (_fails, _givesOnly) = (fails, givesOnly);

    public async IAsyncEnumerable<HubEvent> ReadAsync(
        PartitionId partition,
        long from,
        long to,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (_fails > 0)
        {
            _fails--;
            Happened?.Invoke(true);
            throw new IOException("The hub does not answer.");
        }

        var left = _givesOnly;
        _givesOnly = null;
        await foreach (var e in inner.ReadAsync(partition, from, to, cancellationToken))
        {
            if (left-- == 0)
            {
                Happened?.Invoke(false);
                throw new IOException("The hub breaks off.");
            }

            yield return e;
        }
    }

    public ValueTask<HubRange?> FindRangeAsync(PartitionId partition, CancellationToken cancellationToken) =>
        inner.FindRangeAsync(partition, cancellationToken);
}
