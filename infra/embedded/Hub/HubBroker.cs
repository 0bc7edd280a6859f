using System.Text.RegularExpressions;

namespace Functions.Embedded.Hub;

/// <summary>All hubs of a data folder, known to clients of this process under one namespace name.</summary>
internal sealed partial class HubBroker(string folder, TimeProvider time, PartitionCounts partitions) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HubLog> _hubs = new(StringComparer.OrdinalIgnoreCase);
    private readonly EnqueueClock _clock = new(time);
    private bool _disposed;
    private bool _opened;

    /// <summary>Opens every hub there is, since the greatest enqueued time so far may be in any of them.</summary>
    /// <param name="enqueued">The greatest enqueued time, in UTC ticks, that is known beside them: the files of a hub may be gone.</param>
    public void Open(long enqueued = 0)
    {
        _clock.MoveTo(enqueued);
        lock (_lock)
        {
            if (_opened)
            {
                return;
            }
            Directory.CreateDirectory(folder);
            foreach (var path in Directory.GetDirectories(folder))
            {
                if (!HubFile.IsIn(path))
                {
                    continue;
                }
                var hub = HubLog.Open(path, "", partitions, _clock, time);
                _hubs.Add(hub.Name, hub);
            }

            _opened = true;
        }
    }

    /// <summary>A hub by name, made on first use.</summary>
    public HubLog Hub(string name)
    {
        lock (_lock)
        {
            if (_disposed || !_opened)
            {
                throw HubErrors.NotRunning(name);
            }

            if (_hubs.TryGetValue(name, out var hub))
            {
                return hub;
            }
            if (!HubName().IsMatch(name))
            {
                throw HubErrors.NotFound(name, $"'{name}' is not a hub's name.");
            }

            hub = HubLog.Open(Path.Combine(folder, name.ToLowerInvariant()), name, partitions, _clock, time);
            _hubs.Add(name, hub);
            return hub;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var hub in _hubs.Values)
            {
                hub.Dispose();
            }
            _hubs.Clear();
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._-]{0,254}[A-Za-z0-9])?$")]
    private static partial Regex HubName();
}
