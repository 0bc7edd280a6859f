namespace Settlement.Reliability.Support;

/// <summary>Lets several pieces of work go on one storage operation at a time, in an order that chance decides.</summary>
public sealed class Turns(Random random)
{
    private readonly List<Taker> _takers = [];

    /// <summary>Adds a piece of work; it is given what it has to await before each operation.</summary>
    public void Add(Func<Func<Task>, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var taker = new Taker();
        _takers.Add(taker);
        taker.Work = work(taker.TakeAsync);
    }

    /// <summary>Runs all to their end. What one of them throws is thrown once all have ended.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            foreach (var taker in _takers)
                await Task.WhenAny(taker.Arrived, taker.Work);
            var waiting = _takers.Where(taker => !taker.Work.IsCompleted).ToList();
            if (waiting.Count == 0)
                break;
            waiting[random.Next(waiting.Count)].Go();
        }

        await Task.WhenAll(_takers.Select(taker => taker.Work));
    }

    private sealed class Taker
    {
        private TaskCompletionSource _arrived = Signal();
        private TaskCompletionSource _go = Signal();

        public Task Work { get; set; } = Task.CompletedTask;

        public Task Arrived => _arrived.Task;

        public Task TakeAsync()
        {
            var go = _go;
            _arrived.TrySetResult();
            return go.Task;
        }

        public void Go()
        {
            var go = _go;
            (_arrived, _go) = (Signal(), Signal());
            go.SetResult();
        }

        private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
