namespace Settlement.Runs.Verification;

/// <summary>The settings for how runs are verified.</summary>
public sealed class VerificationOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Settlement";

    /// <summary>How many runs are verified in an hour; 0 for none.</summary>
    public int ChecksAnHour { get; set; } = 2;
}
