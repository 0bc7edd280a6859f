using System.Collections.Concurrent;

namespace Settlement.Domain.Reference;

/// <summary>A thread-safe cache that forgets its oldest entries; a forgotten entry is computed again when asked for.</summary>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<TValue>> entries = new();
    private readonly ConcurrentQueue<TKey> order = new();

    public int Count => entries.Count;

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> create)
    {
        if (entries.TryGetValue(key, out var found))
            return found.Value;

        var mine = new Lazy<TValue>(() => create(key));
        var entry = entries.GetOrAdd(key, mine);
        if (ReferenceEquals(entry, mine))
        {
            order.Enqueue(key);
            while (order.Count > capacity && order.TryDequeue(out var oldest))
                entries.TryRemove(oldest, out _);
        }

        return entry.Value;
    }
}
