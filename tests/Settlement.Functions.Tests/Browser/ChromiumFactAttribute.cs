namespace Settlement.Functions.Tests.Browser;

/// <summary>A test with a real browser; skipped where there is none.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Program is null)
        {
            Skip = "There is no chromium on the PATH (Debian: apt-get install chromium).";
        }
    }
}
