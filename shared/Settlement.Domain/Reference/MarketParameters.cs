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

    /// <summary>The greatest plausible import of a half hour by a whole current meter, kWh; 0 is no limit.</summary>
    public const string PlausibleKwhW = "plausibleKwhW";

    /// <summary>The greatest plausible import of a half hour at low voltage through current transformers, kWh; 0 is no limit.</summary>
    public const string PlausibleKwhL = "plausibleKwhL";

    /// <summary>The greatest plausible import of a half hour at high voltage, kWh; 0 is no limit.</summary>
    public const string PlausibleKwhH = "plausibleKwhH";

    /// <summary>The greatest plausible import of a half hour at extra high voltage, kWh; 0 is no limit.</summary>
    public const string PlausibleKwhE = "plausibleKwhE";

    /// <summary>The greatest plausible import of a half hour of an unmetered supply, kWh; 0 is no limit.</summary>
    public const string PlausibleKwhU = "plausibleKwhU";

    /// <summary>The same for export by a whole current meter; 0: as for import.</summary>
    public const string PlausibleExportKwhW = "plausibleExportKwhW";

    /// <summary>The same for export at low voltage; 0: as for import.</summary>
    public const string PlausibleExportKwhL = "plausibleExportKwhL";

    /// <summary>The same for export at high voltage; 0: as for import.</summary>
    public const string PlausibleExportKwhH = "plausibleExportKwhH";

    /// <summary>The same for export at extra high voltage; 0: as for import.</summary>
    public const string PlausibleExportKwhE = "plausibleExportKwhE";

    /// <summary>The same for export of an unmetered supply; 0: as for import.</summary>
    public const string PlausibleExportKwhU = "plausibleExportKwhU";

    /// <summary>1: a value over its limit waits aside until an operator releases it; 0: it counts and is reported.</summary>
    public const string QuarantineImplausible = "quarantineImplausible";

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
            // Three phases of 100 A, the largest whole current meter, at 253 V (230 V + 10 %, ESQCR 2002 reg. 27) give 38 kWh.
            [PlausibleKwhW] = 50m,
            // 2 MVA, the largest common transformer to low voltage; Code of Practice 5 ends at 1 MW.
            [PlausibleKwhL] = 1_000m,
            // 24 MVA: 630 A, the largest common switchgear, at 22 kV, the end of high voltage in the distribution charging methodologies.
            [PlausibleKwhH] = 12_000m,
            // 300 MVA: a double circuit at 132 kV; Code of Practice 1 begins at 100 MVA and has no end.
            [PlausibleKwhE] = 150_000m,
            // 20 MW: 200,000 street lamps of 100 W in one inventory.
            [PlausibleKwhU] = 10_000m,
            [PlausibleExportKwhW] = 0m,
            [PlausibleExportKwhL] = 0m,
            [PlausibleExportKwhH] = 0m,
            [PlausibleExportKwhE] = 0m,
            [PlausibleExportKwhU] = 0m,
            [QuarantineImplausible] = 0m,
        };
}
