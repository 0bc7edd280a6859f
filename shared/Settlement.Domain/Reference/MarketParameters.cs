namespace Settlement.Domain.Reference;

/// <summary>The settings that settlement knows by name, and what holds where the reference data is silent.</summary>
public static class MarketParameters
{
    /// <summary>The share of transmission losses that delivering trading units bear, a ratio.</summary>
    public const string Alpha = "alpha";

    /// <summary>The simple interest on reconciliation charges, per year.</summary>
    public const string InterestRate = "interestRate";

    /// <summary>The correction factor below which a run closes with a warning, or is inexact.</summary>
    public const string CorrectionFloor = "correctionFloor";

    /// <summary>The correction factor above which a run closes with a warning, or is inexact.</summary>
    public const string CorrectionCeiling = "correctionCeiling";

    /// <summary>1: a run with a correction factor outside floor and ceiling is inexact; 0: it closes with a warning.</summary>
    public const string CorrectionBand = "correctionBand";

    /// <summary>The share of expected smart meters that must have reported; 0 is no standard.</summary>
    public const string CompletenessStandardSmart = "completenessStandardSmart";

    /// <summary>The share of expected advanced meters that must have reported; 0 is no standard.</summary>
    public const string CompletenessStandardAdvanced = "completenessStandardAdvanced";

    /// <summary>The share of expected unmetered supplies that must have reported; 0 is no standard.</summary>
    public const string CompletenessStandardUnmetered = "completenessStandardUnmetered";

    /// <summary>1: a run that does not meet the standards is inexact; 0: it opens and closes anyway.</summary>
    public const string CompletenessRequired = "completenessRequired";

    /// <summary>1: values that registered meters have not sent are filled by load shape in each run, as estimates E6; 0: they are not.</summary>
    public const string FillMissing = "fillMissing";

    /// <summary>How many actual values a load shape value must be the mean of; below it a default takes its place.</summary>
    public const string LoadShapeMinimum = "loadShapeMinimum";

    /// <summary>1: a local message of a whole day that has fewer values than the day has periods is rejected; 0: it is not.</summary>
    public const string RejectShortDays = "rejectShortDays";

    /// <summary>The known names with their default values.</summary>
    public static IReadOnlyDictionary<string, decimal> Defaults { get; } =
        new Dictionary<string, decimal>(StringComparer.Ordinal)
        {
            [Alpha] = 0.45m,
            [InterestRate] = 0.04m,
            [CorrectionFloor] = 0.9m,
            [CorrectionCeiling] = 1.1m,
            [CorrectionBand] = 0m,
            [CompletenessStandardSmart] = 0m,
            [CompletenessStandardAdvanced] = 0m,
            [CompletenessStandardUnmetered] = 0m,
            [CompletenessRequired] = 0m,
            [FillMissing] = 0m,
            [LoadShapeMinimum] = 30m,
            [RejectShortDays] = 0m,
        };
}
