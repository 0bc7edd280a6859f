namespace Functions.Embedded.Durable;

/// <summary>
/// Keeps an orchestrator's code on the one thread that feeds it events. A continuation posted from any other thread comes from
/// something the history knows nothing of; it is reported and never run.
/// </summary>
internal sealed class OrchestrationSyncContext(Action foreignPost) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private volatile int _thread = -1;

    public bool IsInside => Environment.CurrentManagedThreadId == _thread;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsInside) _queue.Enqueue((d, state));
        else foreignPost();
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsInside) d(state);
        else foreignPost();
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs a step and everything that follows from it, then gives the thread back.</summary>
    public void Run(Action step)
    {
        var before = Current;
        SetSynchronizationContext(this);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            step();
            while (_queue.TryDequeue(out var next)) next.Callback(next.State);
        }
        finally
        {
            _thread = -1;
            SetSynchronizationContext(before);
        }
    }
}
