namespace Settlement.Functions.Runs;

/// <summary>
/// The orchestration of one attempt at a Settlement Run: open (record the cut) ► fold in groups ► assemble ► settle 46, 48 or 50 periods ► close.
/// The run record decides what counts; an attempt that another has followed changes nothing any more.
/// </summary>
/// <remarks>
/// An orchestration replays its history through its code, so code that an unfinished run was started on must stay as it is. Each version is a function
/// of its own in <c>Versions/</c>, with its number in its name. One that was ever deployed is never edited: a change is the next version, and
/// <see cref="Newest"/> starts it. Runs under way finish on the version they were started on, a rewind and a restart included. A version is
/// deleted when no unfinished run and none to be rewound is left of it. Activities are shared by all versions: a new input or another meaning is a new activity.
/// No version retries by policy or calls anything after a failure, for a rewind takes failures out of the history: see <see cref="RunStep"/>.
/// </remarks>
public static class SettlementRun
{
    /// <summary>The version that new runs are started on.</summary>
    public const string Newest = Versions.SettlementRun1.Name;
}
