using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Functions.Embedded.Tests.App;

/// <summary>What the test app's functions were called with, and what they are to do; one for each host.</summary>
public sealed class Recorder
{
    private readonly Channel<(string Name, object? Value)> _seen = Channel.CreateUnbounded<(string, object?)>();

    public ConcurrentDictionary<string, int> Counts { get; } = new();

    /// <summary>Behaviour by name; a function without an entry just succeeds.</summary>
    public ConcurrentDictionary<string, Func<object?, Task>> On { get; } = new();

    public ConcurrentDictionary<string, object?> Settings { get; } = new();

    public async Task CallAsync(string name, object? value)
    {
        Counts.AddOrUpdate(name, 1, (_, n) => n + 1);
        _seen.Writer.TryWrite((name, value));
        if (On.TryGetValue(name, out var behaviour))
        {
            await behaviour(value);
        }
    }

    public int Count(string name) => Counts.GetValueOrDefault(name);

    /// <summary>The next call of one function; calls of others before it are passed over.</summary>
    public async Task<T> NextAsync<T>(string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (called, value) = await _seen.Reader.ReadAsync(limit.Token);
            if (called == name)
            {
                return (T)value!;
            }
        }
    }
}
