using Settlement.Domain.Calendar;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Records;

namespace Settlement.Runs.Results;

/// <summary>A category's load shape with its sums over the day, seven days and a year.</summary>
public sealed record ReportedLoadShape(LoadShapeRow Shape, RollingTotals Rolling);

/// <summary>Reads the load shapes of a day as its best closed run made them.</summary>
public sealed class LoadShapeReport(RunStore runs, ResultStore results, LoadShapeTotals totals)
{
    /// <summary>The run and its shapes, or null where no run of the day has closed.</summary>
    public async ValueTask<(string Run, IReadOnlyList<ReportedLoadShape> Items)?> FindAsync(
        SettlementDay day,
        CancellationToken cancellationToken
    )
    {
        if (
            await runs.FindBestAsync(day, cancellationToken) is not { } run
            || await results.FindLoadShapesAsync(run.Key, cancellationToken) is not { } shapes
        )
        {
            return null;
        }
        var rolling = await totals.ReadUpToAsync(day, cancellationToken);
        return (run.Run, [.. shapes.Items.Select(row => new ReportedLoadShape(row, rolling(row.Name)))]);
    }
}
