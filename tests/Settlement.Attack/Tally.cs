namespace Settlement.Attack;

/// <summary>What was answered, how often and how fast, by kind of request.</summary>
internal sealed class Tally
{
    private const int MaxShown = 20;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Dictionary<int, int>> _statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<double>> _milliseconds = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <summary>Whether no answer was a failure and everything was as expected.</summary>
    public bool IsWell
    {
        get
        {
            lock (_gate)
            {
                return _faults.Count == 0;
            }
        }
    }

    /// <summary>Counts an answer; 0 is none, because the connection ended.</summary>
    public void Add(string kind, int status, TimeSpan time, string what)
    {
        lock (_gate)
        {
            if (!_statuses.TryGetValue(kind, out var counts))
            {
                _statuses.Add(kind, counts = []);
                _milliseconds.Add(kind, []);
            }
            counts[status] = counts.GetValueOrDefault(status) + 1;
            _milliseconds[kind].Add(time.TotalMilliseconds);
            if (status >= 500)
            {
                _faults.Add($"{status}: {what}");
            }
        }
    }

    /// <summary>Takes down whether something is as it must be.</summary>
    public void Expect(bool isSo, string what)
    {
        if (isSo)
        {
            return;
        }
        lock (_gate)
        {
            _faults.Add($"not so: {what}");
        }
    }

    public void Print(Action<FormattableString> line)
    {
        lock (_gate)
        {
            line($"{"kind", -28}{"requests", 10}{"p50 ms", 10}{"p99 ms", 10}  statuses");
            foreach (var (kind, counts) in _statuses)
            {
                var times = _milliseconds[kind];
                times.Sort();
                var statuses = string.Join(
                    "  ",
                    counts.OrderBy(count => count.Key).Select(count => $"{(count.Key == 0 ? "none" : $"{count.Key}")} × {count.Value}")
                );
                line($"{kind, -28}{times.Count, 10}{At(times, 0.5), 10:F1}{At(times, 0.99), 10:F1}  {statuses}");
            }

            foreach (var fault in _faults.Take(MaxShown))
            {
                line($"FAULT {fault}");
            }
            if (_faults.Count > MaxShown)
            {
                line($"… and {_faults.Count - MaxShown} more.");
            }
        }
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
}
