using Settlement.Bench.Measuring;

namespace Settlement.Bench.National;

/// <summary>What a bench measured, on what, and whether the figures came out right.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Meters">How many meters reported the day.</param>
/// <param name="Suppliers">How many suppliers there are.</param>
/// <param name="GspGroups">How many GSP Groups there are.</param>
/// <param name="Events">Events with readings in the hub.</param>
/// <param name="Messages">Messages in them, corrections and duplicates among them.</param>
/// <param name="LateMessages">Corrections and messages sent again.</param>
/// <param name="Readings">Values in the messages.</param>
/// <param name="BodyBytes">Bytes of the events' bodies.</param>
/// <param name="FillSeconds">How long it took to fill the hub, before the clock started.</param>
/// <param name="HubBytes">The hub on disk.</param>
/// <param name="Blocks">The blocks in the ledger: values, ids and pre-aggregated totals.</param>
/// <param name="LedgerBytes">The ledger on disk after the last run.</param>
/// <param name="Stages">The stages.</param>
/// <param name="Exact">Whether both runs closed and every GSP Group's uncorrected energy is what was sent.</param>
public sealed record BenchReport(
    Machine Machine,
    int Meters,
    int Suppliers,
    int GspGroups,
    long Events,
    long Messages,
    long LateMessages,
    long Readings,
    long BodyBytes,
    double FillSeconds,
    long HubBytes,
    BlockFigures Blocks,
    long LedgerBytes,
    IReadOnlyList<Stage> Stages,
    bool Exact
)
{
    /// <summary>From the filled hub to the closed first run.</summary>
    public double DaySeconds => Stages.Where(stage => !stage.Part).Take(2).Sum(stage => stage.Seconds);

    /// <summary>The most memory that was held in any stage.</summary>
    public ProcessMemory Peak => Stages.Aggregate(default(ProcessMemory), (peak, stage) => peak.Max(stage.Peak));
}
