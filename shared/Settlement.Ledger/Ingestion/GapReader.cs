using Settlement.Domain.Market;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Ingestion;

/// <summary>
/// Gives events that a delivery left out, one by one. As long as each step begins where the last one ended, all of them come from one reading
/// of the hub: to open one costs more than most steps.
/// </summary>
internal sealed class GapReader(IHubReader reader, PartitionId partition) : IAsyncDisposable
{
    private IAsyncEnumerator<HubEvent>? _events;
    private HubEvent? _next;
    private (long From, long To) _left;

    /// <summary>Whether a stretch is what is left of the reading that was begun.</summary>
    public bool Continues(long from, long to) => _events is not null && (from, to) == _left;

    /// <summary>The first event that the hub has from one on, up to another; null where it has none of them.</summary>
    /// <exception cref="IOException">The hub has more of the stretch and does not give it now.</exception>
    public async ValueTask<HubEvent?> PeekAsync(long from, long to, CancellationToken cancellationToken)
    {
        if (!Continues(from, to))
        {
            await DisposeAsync();
            _events = reader.ReadAsync(partition, from, to, cancellationToken).GetAsyncEnumerator(cancellationToken);
            _left = (from, to);
        }
        if (_next is null)
        {
            if (!await _events!.MoveNextAsync())
            {
                await DisposeAsync();
                return null;
            }
            _next = _events.Current;
        }
        return _next;
    }

    /// <summary>Goes on to the event after the one that was given last.</summary>
    public void Take()
    {
        _left = _left with { From = _next!.Value.Sequence + 1 };
        _next = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var events = _events;
        (_events, _next) = (null, null);
        if (events is not null)
        {
            await events.DisposeAsync();
        }
    }
}
