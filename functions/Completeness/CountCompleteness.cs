using Settlement.Functions.Orchestrations;

namespace Settlement.Functions.Completeness;

/// <summary>The orchestration that counts the meters of a day that is too large for one request, group by group.</summary>
/// <remarks>Its versions are in <c>Versions/</c>; <see cref="NewestVersion"/> has the rules for them.</remarks>
internal static class CountCompleteness
{
    /// <summary>The version that a new count is started on.</summary>
    public static string Newest { get; } = NewestVersion.FindName(nameof(CountCompleteness));
}
