namespace Settlement.Reference;

/// <summary>The few things used last; safe for use by many threads.</summary>
internal sealed class RecentItems<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(TKey Key, TValue Value)> _items = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count;
            }
        }
    }

    public TValue? Find(TKey key)
    {
        lock (_gate)
        {
            for (var node = _items.First; node is not null; node = node.Next)
            {
                if (node.Value.Key.Equals(key))
                {
                    _items.Remove(node);
                    _items.AddFirst(node);
                    return node.Value.Value;
                }
            }

            return null;
        }
    }

    public void Add(TKey key, TValue value)
    {
        lock (_gate)
        {
            _items.AddFirst((key, value));
            if (_items.Count > capacity)
            {
                _items.RemoveLast();
            }
        }
    }
}
