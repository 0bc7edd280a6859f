namespace Settlement.Reliability.Faults;

/// <summary>
/// Lets several consumers that run at the same time do one operation after the other, in an order that chance decides: whenever all of
/// them wait, one of them goes on.
/// </summary>
public sealed class Turns(Random random)
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _consumers = [];
    private readonly List<(int Consumer, TaskCompletionSource Go)> _waiting = [];
    private int _running;
    private int _last = -1;

    /// <summary>How often the turn passed from one consumer to another.</summary>
    public int Changes { get; private set; }

    /// <summary>Runs consumers together to their ends.</summary>
    /// <param name="consumers">Each is given its number.</param>
    public async Task RunAsync(params IReadOnlyList<Func<int, Task>> consumers)
    {
        ArgumentNullException.ThrowIfNull(consumers);
        for (var i = 0; i < consumers.Count; i++)
        {
            _consumers.Add(i);
        }
        await Task.WhenAll(consumers.Select((consumer, i) => OneAsync(i, consumer)));
    }

    /// <summary>Does an operation of a consumer when it is its turn.</summary>
    public async ValueTask<T> RunAsync<T>(int consumer, Func<ValueTask<T>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((consumer, go));
            GoOn();
        }

        await go.Task;
        try
        {
            return await operation();
        }
        finally
        {
            lock (_gate)
            {
                _running--;
                GoOn();
            }
        }
    }

    private async Task OneAsync(int number, Func<int, Task> consumer)
    {
        try
        {
            await consumer(number);
        }
        finally
        {
            lock (_gate)
            {
                _consumers.Remove(number);
                GoOn();
            }
        }
    }

    private void GoOn()
    {
        if (_running > 0 || _waiting.Count == 0 || _consumers.Any(consumer => _waiting.TrueForAll(waiting => waiting.Consumer != consumer)))
        {
            return;
        }
        // Order of arrival is up to the threads, order of numbers is not.
        var next = _waiting.OrderBy(waiting => waiting.Consumer).ElementAt(random.Next(_waiting.Count));
        _waiting.Remove(next);
        _running++;
        Changes += next.Consumer == _last ? 0 : 1;
        _last = next.Consumer;
        next.Go.SetResult();
    }
}
