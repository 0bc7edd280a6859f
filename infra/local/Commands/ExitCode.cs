namespace Settlement.Local.Commands;

/// <summary>What the process tells the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Error = 1;
    public const int BadUsage = 2;
    public const int Inexact = 3;

    /// <summary>Events were sent, and not one object of them was accepted.</summary>
    public const int NothingAccepted = 4;
}
