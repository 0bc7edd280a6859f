using Settlement.Domain;
using Settlement.Domain.Allocation;
using Settlement.Domain.LoadShaping;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Runs.Completeness;

namespace Settlement.Runs.LoadShaping;

/// <summary>
/// Fills by load shape what registered meters have not sent, where the parameter <c>fillMissing</c> is on: the mean of the meter's category in the
/// period, as an estimate E6. It is a function of a cut and of reference data, as all of a run is.
/// </summary>
public sealed class LoadShapeFill(LedgerReader ledger)
{
    private readonly MissingMeters _missing = new(ledger);

    /// <summary>Adds what is missing to the totals of a day.</summary>
    /// <param name="reference">The reference data in force on the day.</param>
    /// <param name="cut">What the totals are of.</param>
    /// <param name="totals">The totals of everything that wins at the cut.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>What was filled, or null where nothing is to be.</returns>
    public async ValueTask<FilledValues?> FillAsync(MarketDay reference, Cut cut, DayTotals totals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(totals);
        if (!reference.FillsMissing || reference.Meters.Count == 0)
        {
            return null;
        }
        var shapes = ShapesOf(reference, totals);
        var filled = new FilledValues(Quality.E6, 0, 0, 0, 0);
        await foreach (var shards in _missing.ReadAsync(reference, cut, _ => true, 0, cancellationToken))
        {
            foreach (var meter in shards.Items)
            {
                filled = Fill(filled, meter, shapes, totals);
            }
        }

        return filled;
    }

    /// <summary>The load shapes of a day's totals.</summary>
    public static LoadShapes ShapesOf(MarketDay reference, DayTotals totals)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(totals);
        return LoadShapes.Calculate(
            Enumerable.Range(1, reference.Day.Periods).SelectMany(period => totals.CellsInPeriod(period).Select(total => (period, total))),
            reference.LoadShapeMinimum
        );
    }

    private static FilledValues Fill(FilledValues filled, MissingMeter missing, LoadShapes shapes, DayTotals totals)
    {
        var (meter, category, values, wattHours) = (missing.Registration, LoadShapeCategory.FromMeter(missing.Registration), 0L, 0L);
        var distributor = int.Parse(meter.Mpan.ToString().AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture);
        var cell = new SettlementCell(
            meter.GspGroup,
            meter.Supplier,
            Flow.Import,
            meter.Segment,
            meter.Connection,
            meter.Domestic,
            distributor,
            meter.Llfc
        );
        foreach (var period in missing.Missing)
        {
            if (shapes.GetValue(category, period) is not { Source: not LoadShapeSource.None } value)
            {
                continue;
            }
            totals.Add(cell, filled.Quality.Class(), period, value.WattHours);
            values++;
            wattHours = checked(wattHours + value.WattHours);
        }

        return filled with
        {
            Meters = filled.Meters + (values > 0 ? 1 : 0),
            Values = filled.Values + values,
            Mwh = filled.Mwh + (wattHours * EnergyUnits.MwhPerWattHour),
            WithoutShape = filled.WithoutShape + missing.Missing.Count - values,
        };
    }
}
