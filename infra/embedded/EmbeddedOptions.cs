using System.Reflection;

namespace Functions.Embedded;

/// <summary>How the embedded host runs. The configuration section "Embedded" is read first, then code has its say.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>Where hubs, orchestrations, checkpoints and keys are kept. One process at a time may use it.</summary>
    public string DataFolder { get; set; } = "./.data";

    /// <summary>Addresses to listen on, separated by semicolons; when empty, <see cref="Port"/> on the loopback address.</summary>
    public string? Urls { get; set; }

    /// <summary>Port on the loopback address; 0 takes any that is free.</summary>
    public int Port { get; set; } = 7071;

    /// <summary>The host's clock, also given to the app as its <see cref="TimeProvider"/>.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Whether timer functions run on their schedules. They can always be run by hand.</summary>
    public bool Timers { get; set; } = true;

    /// <summary>Whether event hub functions are fed.</summary>
    public bool Triggers { get; set; } = true;

    /// <summary>Whether HTTP functions ask for the keys that their authorization level names.</summary>
    public bool RequireKeys { get; set; }

    /// <summary>Assemblies to look for functions in; when empty, the entry assembly.</summary>
    public IList<Assembly> FunctionAssemblies { get; } = [];

    /// <summary>The host.json to read; by default the one in the content root, else the one beside the program.</summary>
    public string? HostJsonPath { get; set; }

    /// <summary>The local.settings.json to read; found as host.json is.</summary>
    public string? LocalSettingsPath { get; set; }

    /// <summary>Partitions, 1 to 1024, of a hub made from now on that <see cref="Partitions"/> does not name. A hub that is there stays as it is.</summary>
    public int DefaultPartitions { get; set; } = 4;

    /// <summary>
    /// Partitions, 1 to 1024, by hub name. A hub that has fewer grows to so many when the host starts; one that has more keeps them, for none
    /// can be taken away. Growing moves keys to other partitions: a key's order holds before and after it, not across it.
    /// </summary>
    public IDictionary<string, int> Partitions { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long stopping waits for running functions before it cancels them.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
