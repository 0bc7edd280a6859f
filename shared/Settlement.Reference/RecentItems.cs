namespace Settlement.Reference;

/// <summary>The few things used last; safe for use by many threads.</summary>
internal sealed class RecentItems<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock gate = new();
    private readonly LinkedList<(TKey Key, TValue Value)> items = [];

    public int Count
    {
        get
        {
            lock (gate)
                return items.Count;
        }
    }

    public TValue? Find(TKey key)
    {
        lock (gate)
        {
            for (var node = items.First; node is not null; node = node.Next)
            {
                if (node.Value.Key.Equals(key))
                {
                    items.Remove(node);
                    items.AddFirst(node);
                    return node.Value.Value;
                }
            }

            return null;
        }
    }

    public void Add(TKey key, TValue value)
    {
        lock (gate)
        {
            items.AddFirst((key, value));
            if (items.Count > capacity)
                items.RemoveLast();
        }
    }
}
