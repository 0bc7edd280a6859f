namespace Settlement.Hosting.Replay;

/// <summary>How files are sent.</summary>
public sealed record ReplayOptions
{
    /// <summary>The first line of each file that is sent, from 1.</summary>
    public long FromLine { get; init; } = 1;

    /// <summary>Whether files are sent that do not look like events.</summary>
    public bool Force { get; init; }

    /// <summary>Is called with what may be wrong with a file.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
