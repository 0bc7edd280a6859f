namespace Functions.Embedded.Durable;

/// <summary>
/// Knows the one thread on which an orchestrator's code may run at the moment. Code that comes from any other thread continues after
/// something that its history knows nothing of, such as Task.Delay or I/O; it is reported and never run.
/// </summary>
internal sealed class OrchestratorThread(Action wake)
{
    private const string Advice = "Use timers, activities and external events of the orchestration context instead.";

    private volatile int _thread = -1;

    /// <summary>What the code did that an orchestrator must not do; null when nothing.</summary>
    public string? Violation { get; private set; }

    private bool IsInside => Environment.CurrentManagedThreadId == _thread;

    /// <summary>Runs one turn on the calling thread.</summary>
    public T Run<T>(Func<T> turn)
    {
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            return turn();
        }
        finally
        {
            _thread = -1;
        }
    }

    /// <exception cref="InvalidOperationException">The caller is not on the orchestrator's thread.</exception>
    public void EnsureInside()
    {
        if (IsInside)
        {
            return;
        }

        Report("its context was used from another thread, as after ConfigureAwait(false) or Task.Run");
        wake();
        throw new InvalidOperationException(Violation);
    }

    /// <summary>Records the first violation.</summary>
    public void Report(string what) => Violation ??= $"The orchestrator is not deterministic: {what}. {Advice}";

    /// <summary>The synchronization context that the code runs in, around the one of the replay engine.</summary>
    public SynchronizationContext Guard(SynchronizationContext? engine) =>
        new GuardedContext(this, engine ?? new SynchronizationContext(), wake);

    private sealed class GuardedContext(OrchestratorThread thread, SynchronizationContext engine, Action wake) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            if (thread.IsInside)
            {
                engine.Post(_ => Continue(d, state), null);
                return;
            }

            thread.Report("it was continued by something that its context did not make, such as Task.Delay or I/O");
            wake();
        }

        public override void Send(SendOrPostCallback d, object? state) => Post(d, state);

        public override SynchronizationContext CreateCopy() => this;

        private void Continue(SendOrPostCallback d, object? state)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                d(state);
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
