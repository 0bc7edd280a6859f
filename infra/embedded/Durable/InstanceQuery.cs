namespace Functions.Embedded.Durable;

/// <summary>Which instances are read, and what of them.</summary>
/// <param name="After">The id after which to begin; null for the first.</param>
/// <param name="Prefix">How the ids begin; null or empty for any.</param>
/// <param name="Filter">When they were made and in which states they are.</param>
/// <param name="WithInput">Whether their inputs are read.</param>
/// <param name="WithResults">Whether their outputs and custom statuses are read.</param>
internal sealed record InstanceQuery(string? After, string? Prefix, InstanceFilter Filter, bool WithInput, bool WithResults);
