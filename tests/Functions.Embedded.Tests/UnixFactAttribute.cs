namespace Functions.Embedded.Tests;

/// <summary>A test of signals or of file modes, which Windows does not have: skipped there, with that reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no SIGTERM and no file modes.";
        }
    }
}
