namespace Settlement.Runs.Records;

/// <summary>A run is not in the state that was expected: it is running, closed, or another attempt has taken over.</summary>
public sealed class RunConflictException(string message) : Exception(message);
