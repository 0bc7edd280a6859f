using NodaTime;

namespace Settlement.Simulation;

/// <summary>What was written, and what a platform that follows the contract makes of it.</summary>
/// <param name="Clock">From this instant on it makes sense to send the files named <c>-1-initial</c>.</param>
/// <param name="LateClock">From this instant on it makes sense to send the files named <c>-2-late</c>; between the runs II and SF.</param>
/// <param name="Files">The files of events, in the order in which they are meant to be sent.</param>
public sealed record SimulationResult(Instant Clock, Instant LateClock, IReadOnlyList<FileCounts> Files);

/// <summary>The verdicts expected for one file of events.</summary>
/// <param name="Name">The file's name in the folder.</param>
/// <param name="Events">Lines.</param>
/// <param name="Objects">Objects, a body or array element that is no object included.</param>
/// <param name="Accepted">Objects that are accepted.</param>
/// <param name="Rejected">Objects that are rejected.</param>
/// <param name="RejectedByReason">Rejected objects by code; an object with several codes counts under each.</param>
/// <param name="Kinds">Accepted messages that are more than a plain first message, by what they are.</param>
public sealed record FileCounts(
    string Name,
    long Events,
    long Objects,
    long Accepted,
    long Rejected,
    IReadOnlyDictionary<string, long> RejectedByReason,
    IReadOnlyDictionary<string, long> Kinds
);
