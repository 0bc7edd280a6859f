using Functions.Embedded;
using NodaTime;

namespace Settlement.Hosting;

/// <summary>What every command knows of where and how the host runs.</summary>
/// <param name="DataFolder">Where everything is kept.</param>
/// <param name="Port">The port of the HTTP functions; 0 takes any that is free.</param>
/// <param name="Clock">What the clock shows at the start; null is the time of day.</param>
/// <param name="Timers">Whether timer functions run on their schedules.</param>
/// <param name="Keys">Whether HTTP functions ask for keys.</param>
/// <param name="Quiet">Whether only results are printed.</param>
public sealed record LocalOptions(string DataFolder, int Port, Instant? Clock, bool Timers, bool Keys, bool Quiet)
{
    /// <summary>Whether event hub functions are fed; without it the hubs can be filled beforehand.</summary>
    public bool Triggers { get; init; } = true;

    /// <summary>Whether the addresses of the setting Embedded:Urls are listened on instead of <see cref="Port"/>.</summary>
    public bool UsesConfiguredUrls { get; init; }

    /// <summary>What was sent to the hubs while the app was down: it is there before any function runs.</summary>
    public Func<IEmbeddedHub, CancellationToken, Task>? SentBefore { get; init; }

    /// <summary>Settings of the app that win over those of the surroundings.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
