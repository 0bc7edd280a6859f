namespace Settlement.Reliability.Faults;

/// <summary>The process died between two storage operations.</summary>
public sealed class CrashException() : Exception("The process died here.");
