using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Blocks;
using Settlement.Runs.Records;

namespace Settlement.Runs.Completeness;

/// <summary>Names a count of meters: the Settlement Day, and the run or the state of the day that was counted.</summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="Counted">The run and attempt, or a mark of the blocks that the day had.</param>
public sealed record CompletenessKey(SettlementDay Day, string Counted)
{
    /// <summary>The count at a run's cut.</summary>
    public static CompletenessKey ForRun(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new(run.Day, string.Create(CultureInfo.InvariantCulture, $"{run.Run}-{run.Attempt:D4}"));
    }

    /// <summary>The count of a day with certain blocks.</summary>
    internal static CompletenessKey ForBlocks(SettlementDay day, IEnumerable<StoredBlock> blocks)
    {
        var hash = new XxHash3();
        foreach (var block in blocks)
        {
            hash.Append(Encoding.UTF8.GetBytes(block.Id.ToString()));
        }
        return new(day, hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture));
    }
}
