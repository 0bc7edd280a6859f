using NodaTime;

namespace Settlement.Runs.Verification;

/// <summary>What came of computing a closed run again from every reading.</summary>
/// <param name="At">When it was done.</param>
/// <param name="Equal">Whether it gave the same bytes; null where it could not be done, for something that the run was computed from is no longer stored.</param>
/// <param name="Difference">The first difference, or what is missing; null where all is equal.</param>
public sealed record RunCheck(Instant At, bool? Equal, string? Difference);
