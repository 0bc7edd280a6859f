namespace Settlement.Domain.Reconciliation;

/// <summary>What can move a party's amount from one run to another.</summary>
public static class MovementCause
{
    /// <summary>Other versions of reference data.</summary>
    public const string ReferenceData = "reference-data";

    /// <summary>Other GSP Group Takes.</summary>
    public const string GspGroupTakes = "gsp-group-takes";

    /// <summary>Other metered volumes of BM Units.</summary>
    public const string BmUnitVolumes = "bm-unit-volumes";

    /// <summary>Other accepted balancing volumes.</summary>
    public const string Balancing = "balancing";

    /// <summary>Other contracts.</summary>
    public const string Contracts = "contracts";

    /// <summary>Other system prices.</summary>
    public const string Prices = "prices";

    /// <summary>Values of meters for periods for which the earlier run had none.</summary>
    public const string LateData = "late-data";

    /// <summary>Actual values in place of estimated ones.</summary>
    public const string EstimatesTurnedActual = "estimates-turned-actual";

    /// <summary>Every other change of a meter's value, its quality, its supplier or what else decides where its energy goes.</summary>
    public const string OtherCorrections = "other-corrections";

    /// <summary>All causes, in the order in which they are applied one upon the other.</summary>
    public static IReadOnlyList<string> All { get; } =
    [ReferenceData, GspGroupTakes, BmUnitVolumes, Balancing, Contracts, Prices, LateData, EstimatesTurnedActual, OtherCorrections];
}
