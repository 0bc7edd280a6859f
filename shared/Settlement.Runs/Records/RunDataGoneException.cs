namespace Settlement.Runs.Records;

/// <summary>What a run was computed from, or what it came to, is no longer stored: it can be neither computed nor verified again.</summary>
public sealed class RunDataGoneException(string message, Exception? inner = null) : Exception(message, inner);
