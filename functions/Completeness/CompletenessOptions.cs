using Microsoft.Extensions.Options;

namespace Settlement.Functions.Completeness;

/// <summary>The settings for how completeness is counted.</summary>
public sealed class CompletenessOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Settlement";

    /// <summary>How many rows a day may have to be counted within a request.</summary>
    public long CompletenessRowsAtOnce { get; set; } = 1_000_000;
}

/// <summary>Refuses settings with which completeness cannot be counted.</summary>
internal sealed class CompletenessOptionsValidator : IValidateOptions<CompletenessOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CompletenessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.CompletenessRowsAtOnce >= 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"The setting '{CompletenessOptions.Section}:{nameof(options.CompletenessRowsAtOnce)}' is "
                    + $"'{options.CompletenessRowsAtOnce}'; set it to how many rows of a day are counted within a request, 0 or more."
            );
    }
}
