using Microsoft.Extensions.Options;

namespace Settlement.Runs.Retention;

/// <summary>Refuses settings that would purge what is still needed.</summary>
public sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    /// <summary>A hundred years: beyond it dates cannot be trusted to be computed.</summary>
    private const int MaxMonths = 1_200;

    private const int MaxDays = 36_500;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        Check(nameof(options.ReadingsMonths), options.ReadingsMonths, RetentionPolicy.FewestReadingsMonths, MaxMonths, "months");
        Check(
            nameof(options.ResultsMonths),
            options.ResultsMonths,
            Math.Max(options.ReadingsMonths, RetentionPolicy.FewestReadingsMonths),
            MaxMonths,
            "months, no fewer than readings are kept"
        );
        Check(nameof(options.RejectsMonths), options.RejectsMonths, 1, MaxMonths, "months");
        Check(nameof(options.HistoryDays), options.HistoryDays, 1, MaxDays, "days");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string property, int value, int min, int max, string unit)
        {
            if (value < min || value > max)
            {
                failures.Add($"The setting '{RetentionOptions.Section}:{property}' is '{value}'; set it to {min} to {max} {unit}.");
            }
        }
    }
}
