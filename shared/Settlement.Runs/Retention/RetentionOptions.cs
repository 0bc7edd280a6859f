namespace Settlement.Runs.Retention;

/// <summary>The settings for how long things are kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Retention";

    /// <summary>How many months readings are kept after their Settlement Day.</summary>
    public int ReadingsMonths { get; set; } = new RetentionPolicy().ReadingsMonths;

    /// <summary>How many months results are kept after their Settlement Day.</summary>
    public int ResultsMonths { get; set; } = new RetentionPolicy().ResultsMonths;

    /// <summary>How many months rejected objects are kept after they arrived.</summary>
    public int RejectsMonths { get; set; } = new RetentionPolicy().RejectsMonths;

    /// <summary>How many days the history of an orchestration is kept after it was started.</summary>
    public int HistoryDays { get; set; } = 30;

    /// <summary>The same as the retention of the ledger takes it.</summary>
    public RetentionPolicy ToPolicy() => new(ReadingsMonths, ResultsMonths, RejectsMonths);
}
