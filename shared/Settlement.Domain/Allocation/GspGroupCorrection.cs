namespace Settlement.Domain.Allocation;

/// <summary>
/// GSP Group Correction: the difference between the GSP Group Take and the uncorrected volumes is spread over the
/// components by their scaling weights, so that what the suppliers are allocated is the take
/// (BSC Annex S-2; correction factor CF = 1 + (take − Σ C) / Σ C·WT, corrected = C · (1 + (CF − 1)·WT)).
/// </summary>
internal static class GspGroupCorrection
{
    /// <summary>Corrects the components of one GSP Group.</summary>
    /// <param name="gspGroup">The GSP Group.</param>
    /// <param name="take">The GSP Group Take.</param>
    /// <param name="volumes">The group's component volumes, by supplier and component.</param>
    /// <param name="reasons">Gets <c>correction-impossible</c> where no weighted volume can take the difference.</param>
    public static GspGroupResult Correct(
        string gspGroup,
        GspGroupTake take,
        IReadOnlyList<ComponentVolume> volumes,
        ISet<SettlementIssue> reasons
    )
    {
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(volumes);
        ArgumentNullException.ThrowIfNull(reasons);
        var uncorrected = volumes.Sum(v => v.Mwh);
        var weighted = volumes.Sum(v => v.Mwh * v.Weight);
        var error = take.Mwh - uncorrected;
        var corrected = new decimal[volumes.Count];
        decimal correction = 1;
        if (weighted == 0)
        {
            for (var i = 0; i < corrected.Length; i++)
            {
                corrected[i] = volumes[i].Mwh;
            }
            if (error != 0)
            {
                reasons.Add(new(SettlementIssue.CorrectionImpossible, gspGroup));
            }
        }
        else
        {
            correction = Rounding.MultiplyDivide(1, weighted + error, weighted, Rounding.Ratio);
            for (var i = 0; i < corrected.Length; i++)
            {
                corrected[i] = Rounding.MultiplyDivide(volumes[i].Mwh, weighted + (volumes[i].Weight * error), weighted, Rounding.Volume);
            }
            Remainder.ToGreatest(corrected, take.Mwh, i => volumes[i].Weight != 0);
        }

        return new GspGroupResult(
            gspGroup,
            take.Mwh,
            take.Estimated,
            uncorrected,
            correction,
            [.. volumes.Select((v, i) => new ComponentResult(v.Supplier, v.Component, v.Mwh, corrected[i]))],
            [
                .. volumes
                    .Select((v, i) => (v.Supplier, Corrected: corrected[i]))
                    .GroupBy(v => v.Supplier, StringComparer.Ordinal)
                    .Select(g => new SupplierAllocation(g.Key, g.Sum(v => v.Corrected))),
            ]
        );
    }
}
