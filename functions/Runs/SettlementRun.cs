using Settlement.Functions.Orchestrations;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Runs;

/// <summary>
/// The orchestration of one attempt at a Settlement Run: open (record the cut) ► fold in groups ► assemble ► settle 46, 48 or 50 periods ► close.
/// The run record decides what counts; an attempt that another has followed changes nothing any more.
/// </summary>
/// <remarks>
/// Its versions are in <c>Versions/</c>; <see cref="NewestVersion"/> has the rules for them.
/// No version retries by policy or calls anything after a failure, for a rewind takes failures out of the history: see <see cref="RunStep"/>.
/// </remarks>
internal static class SettlementRun
{
    /// <summary>The version that new runs are started on.</summary>
    public static string Newest { get; } = NewestVersion.FindName(nameof(SettlementRun));
}
