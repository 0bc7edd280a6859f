using Settlement.Functions.Orchestrations;

namespace Settlement.Functions.Reconciliation;

/// <summary>
/// The orchestration that explains what moved between two closed runs: compare the readings in groups ► assemble ► settle each period after every
/// cause ► add up. Whoever asks again after a failure starts it again; every step gives the same once more.
/// </summary>
/// <remarks>Its versions are in <c>Versions/</c>; <see cref="NewestVersion"/> has the rules for them.</remarks>
internal static class ExplainMovement
{
    /// <summary>The version that a new explanation is started on.</summary>
    public static string Newest { get; } = NewestVersion.FindName(nameof(ExplainMovement));
}
