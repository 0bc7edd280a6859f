using System.Text.Json.Serialization;

namespace Settlement.Domain;

/// <summary>Why a period has no figures, or why its figures are not exact.</summary>
/// <param name="Code">One of the codes of this type.</param>
/// <param name="Subject">The GSP Group, the BM Unit, the party, <c>SUPPLIER GROUP</c>, <c>DISTRIBUTOR LLFC</c>, <c>hub/partition</c>, or empty.</param>
public sealed record SettlementIssue(string Code, [property: JsonPropertyName("of")] string Subject) : IComparable<SettlementIssue>
{
    /// <summary>A GSP Group has no GSP Group Take.</summary>
    public const string TakeMissing = "take-missing";

    /// <summary>There is no system price.</summary>
    public const string PriceMissing = "price-missing";

    /// <summary>A generation or interconnector unit has no metered volume.</summary>
    public const string VolumeMissing = "volume-missing";

    /// <summary>A partition had not been read to its end when the run opened.</summary>
    public const string IngestBehind = "ingest-behind";

    /// <summary>A GSP Group's zone has no transmission loss factor.</summary>
    public const string TlfMissing = "tlf-missing";

    /// <summary>A loss class has no factor for the period.</summary>
    public const string LossFactorMissing = "loss-factor-missing";

    /// <summary>No consumption or no losses component takes a value.</summary>
    public const string ComponentMissing = "component-missing";

    /// <summary>A supplier has no default BM Unit in a GSP Group where it has energy.</summary>
    public const string DefaultBmUnitMissing = "default-bm-unit-missing";

    /// <summary>With figures: a GSP Group's take differs from its volumes and no weighted volume can take the difference.</summary>
    public const string CorrectionImpossible = "correction-impossible";

    /// <summary>With figures: nothing was delivered, so that losses could not be shared.</summary>
    public const string NoDelivery = "no-delivery";

    /// <summary>With figures: nothing was taken off, so that losses could not be shared.</summary>
    public const string NoOfftake = "no-offtake";

    /// <summary>With figures: there is a residual and nobody to share it.</summary>
    public const string NoResidualBase = "no-residual-base";

    /// <summary>With figures: a supplier of readings is no longer in the reference data.</summary>
    public const string SupplierUnknown = "supplier-unknown";

    /// <summary>With figures: the party of a contract or a BM Unit is not in the reference data.</summary>
    public const string PartyUnknown = "party-unknown";

    /// <summary>With figures: a GSP Group with a take is no longer in the reference data.</summary>
    public const string GspGroupUnknown = "gsp-group-unknown";

    /// <summary>With figures: a BM Unit with a volume is no longer in the reference data.</summary>
    public const string BmUnitUnknown = "bm-unit-unknown";

    /// <summary>With figures, of a whole run: a supplier's meters of a GSP Group and segment did not report to the standard, and reference data requires it.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>With figures: a GSP Group's correction factor lies outside the band of the reference data; a warning, or a reason where the band is required.</summary>
    public const string CorrectionOutOfRange = "correction-out-of-range";

    /// <summary>With figures: a control total is not zero.</summary>
    public const string ControlNotZero = "control-not-zero";

    /// <summary>Orders by code, then by what it is about.</summary>
    public int CompareTo(SettlementIssue? other) =>
        other is null
            ? 1
            : (string.CompareOrdinal(Code, other.Code), string.CompareOrdinal(Subject, other.Subject)) switch
            {
                (0, var of) => of,
                var (code, _) => code,
            };

    /// <summary>Whether one sorts before another.</summary>
    public static bool operator <(SettlementIssue left, SettlementIssue right) =>
        Comparer<SettlementIssue>.Default.Compare(left, right) < 0;

    /// <summary>Whether one sorts after another.</summary>
    public static bool operator >(SettlementIssue left, SettlementIssue right) =>
        Comparer<SettlementIssue>.Default.Compare(left, right) > 0;

    /// <summary>Whether one does not sort after another.</summary>
    public static bool operator <=(SettlementIssue left, SettlementIssue right) =>
        Comparer<SettlementIssue>.Default.Compare(left, right) <= 0;

    /// <summary>Whether one does not sort before another.</summary>
    public static bool operator >=(SettlementIssue left, SettlementIssue right) =>
        Comparer<SettlementIssue>.Default.Compare(left, right) >= 0;
}
