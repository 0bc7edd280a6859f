namespace Settlement.Reliability.Fuzzing;

/// <summary>An input was not treated as it must be.</summary>
public sealed class FuzzFindingException(long seed, string what, Exception? inner = null) : Exception($"Input {seed}: {what}", inner);
