namespace Settlement.Architecture.Tests;

/// <summary>Which namespaces use which others, each use with an example.</summary>
internal sealed class NamespaceGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    /// <summary>Records that one namespace uses another; a namespace that uses itself is no news.</summary>
    public void Add(string from, string to, string example)
    {
        if (from == to)
        {
            return;
        }

        if (!_uses.TryGetValue(from, out var targets))
        {
            _uses.Add(from, targets = new SortedDictionary<string, string>(StringComparer.Ordinal));
        }

        targets.TryAdd(to, example);
    }

    public bool Contains(string from, string to) => _uses.TryGetValue(from, out var targets) && targets.ContainsKey(to);

    /// <summary>The uses that lead from a namespace back to itself, one a line; empty where there is no such way.</summary>
    public IReadOnlyList<string> FindCycle()
    {
        var path = new List<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        return _uses.Keys.Select(Visit).FirstOrDefault(cycle => cycle is not null) ?? [];

        IReadOnlyList<string>? Visit(string name)
        {
            var start = path.IndexOf(name);
            if (start >= 0)
            {
                string[] circle = [.. path[start..], name];
                return [.. circle.Zip(circle.Skip(1), (from, to) => $"{from} uses {to}: {_uses[from][to]}")];
            }

            if (!done.Add(name) || !_uses.TryGetValue(name, out var targets))
            {
                return null;
            }

            path.Add(name);
            var cycle = targets.Keys.Select(Visit).FirstOrDefault(found => found is not null);
            path.RemoveAt(path.Count - 1);
            return cycle;
        }
    }
}
