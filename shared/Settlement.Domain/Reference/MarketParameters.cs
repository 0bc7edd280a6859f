namespace Settlement.Domain.Reference;

/// <summary>The settings that settlement knows by name, and what holds where the reference data is silent.</summary>
public static class MarketParameters
{
    /// <summary>The share of transmission losses that delivering trading units bear, a ratio.</summary>
    public const string Alpha = "alpha";

    /// <summary>The simple interest on reconciliation charges, per year.</summary>
    public const string InterestRate = "interestRate";

    /// <summary>The correction factor below which a run closes with a warning.</summary>
    public const string CorrectionFloor = "correctionFloor";

    /// <summary>The correction factor above which a run closes with a warning.</summary>
    public const string CorrectionCeiling = "correctionCeiling";

    /// <summary>The known names with their default values.</summary>
    public static IReadOnlyDictionary<string, decimal> Defaults { get; } = new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        [Alpha] = 0.45m,
        [InterestRate] = 0.04m,
        [CorrectionFloor] = 0.5m,
        [CorrectionCeiling] = 2m,
    };
}
