namespace Functions.Embedded.Hub;

/// <summary>How many partitions hubs are to have, by what is configured.</summary>
internal sealed class PartitionCounts
{
    /// <summary>As many as an event hub can have in any tier.</summary>
    public const int Most = 1024;

    private readonly Dictionary<string, int> _configured;
    private readonly int _otherwise;

    /// <exception cref="InvalidOperationException">A number of partitions that no hub can have.</exception>
    public PartitionCounts(IEnumerable<KeyValuePair<string, int>> configured, int otherwise)
    {
        _configured = new Dictionary<string, int>(configured, StringComparer.OrdinalIgnoreCase);
        _otherwise = Check("DefaultPartitions", otherwise);
        foreach (var (hub, count) in _configured)
        {
            Check($"Partitions:{hub}", count);
        }
    }

    /// <summary>The number that the settings give for a hub; null leaves an existing hub as it is.</summary>
    public int? Configured(string hub) => _configured.TryGetValue(hub, out var count) ? count : null;

    /// <summary>The number for a hub that is made now.</summary>
    public int ForNewHub(string hub) => Configured(hub) ?? _otherwise;

    private static int Check(string setting, int count) =>
        count is >= 1 and <= Most
            ? count
            : throw new InvalidOperationException($"'Embedded:{setting}' is {count}; an event hub has 1 to {Most} partitions.");
}
