using Settlement.Domain.Market;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Trading;

/// <summary>
/// Shares transmission losses over the BM Units: α of them to delivering trading units, the rest to offtaking ones,
/// each unit's share shifted by the transmission loss factor of its zone (BSC Section T2;
/// TLM = 1 + TLF + TLMO of its side, TLMO⁺ = −(α·L + Σ⁺ QM·TLF)/Σ⁺ QM, TLMO⁻ = ((α − 1)·L − Σ⁻ QM·TLF)/Σ⁻ QM).
/// Interconnectors have a multiplier of 1; their volumes count in the losses and not in the shares.
/// </summary>
internal sealed class TransmissionLosses
{
    private readonly Side _delivering;
    private readonly Side _offtaking;

    private TransmissionLosses(Side delivering, Side offtaking, decimal losses, IReadOnlyList<bool> delivers)
    {
        _delivering = delivering;
        _offtaking = offtaking;
        Losses = losses;
        Delivers = delivers;
    }

    /// <summary>Total transmission losses in MWh: Σ of all BM Unit volumes.</summary>
    public decimal Losses { get; }

    /// <summary>For each unit, whether its trading unit delivers in this period.</summary>
    public IReadOnlyList<bool> Delivers { get; }

    /// <summary>TLMO⁺, 12 decimals; 0 where nothing was delivered.</summary>
    public decimal TlmoPlus => _delivering.Adjustment;

    /// <summary>TLMO⁻, 12 decimals; 0 where nothing was taken off.</summary>
    public decimal TlmoMinus => _offtaking.Adjustment;

    /// <summary>Whether something was delivered.</summary>
    public bool HasDelivery => _delivering.Volume != 0;

    /// <summary>Whether something was taken off.</summary>
    public bool HasOfftake => _offtaking.Volume != 0;

    /// <summary>Finds the sides of a period.</summary>
    /// <param name="units">The BM Units in force.</param>
    /// <param name="volumes">Their volumes in MWh.</param>
    /// <param name="factors">Their transmission loss factors.</param>
    /// <param name="alpha">The share of losses that delivering trading units bear.</param>
    public static TransmissionLosses Calculate(
        IReadOnlyList<BmUnit> units,
        IReadOnlyList<decimal> volumes,
        IReadOnlyList<decimal> factors,
        decimal alpha
    )
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(volumes);
        ArgumentNullException.ThrowIfNull(factors);
        var tradingUnits = new Dictionary<string, decimal>(StringComparer.Ordinal);
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i].TradingUnit is { } name)
            {
                tradingUnits[name] = tradingUnits.GetValueOrDefault(name) + volumes[i];
            }
        }

        var delivers = new bool[units.Count];
        decimal losses = 0,
            plus = 0,
            plusWeighted = 0,
            minus = 0,
            minusWeighted = 0;
        for (var i = 0; i < units.Count; i++)
        {
            delivers[i] = (units[i].TradingUnit is { } name ? tradingUnits[name] : volumes[i]) > 0;
            losses += volumes[i];
            if (units[i].Kind == BmUnitKind.Interconnector)
            {
                continue;
            }
            if (delivers[i])
            {
                plus += volumes[i];
                plusWeighted += volumes[i] * factors[i];
            }
            else
            {
                minus += volumes[i];
                minusWeighted += volumes[i] * factors[i];
            }
        }

        return new TransmissionLosses(
            new Side(plus, -((alpha * losses) + plusWeighted)),
            new Side(minus, ((alpha - 1) * losses) - minusWeighted),
            losses,
            delivers
        );
    }

    /// <summary>The transmission loss multiplier of a unit, 9 decimals.</summary>
    public decimal Multiplier(BmUnit unit, int index, decimal factor) => Adjusted(1, unit, index, factor, Rounding.Ratio);

    /// <summary>A volume of a unit times its unrounded multiplier, 9 decimals.</summary>
    public decimal LossAdjusted(decimal volume, BmUnit unit, int index, decimal factor) =>
        Adjusted(volume, unit, index, factor, Rounding.Volume);

    private decimal Adjusted(decimal volume, BmUnit unit, int index, decimal factor, int decimals)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.Kind == BmUnitKind.Interconnector)
        {
            return volume;
        }
        var side = Delivers[index] ? _delivering : _offtaking;
        return side.Volume == 0
            ? Rounding.MultiplyDivide(volume, 1 + factor, 1, decimals)
            : Rounding.MultiplyDivide(volume, ((1 + factor) * side.Volume) + side.Share, side.Volume, decimals);
    }

    private readonly record struct Side(decimal Volume, decimal Share)
    {
        public decimal Adjustment => Volume == 0 ? 0 : Rounding.MultiplyDivide(1, Share, Volume, Rounding.LossAdjustment);
    }
}
