using Microsoft.Extensions.Options;

namespace Settlement.Runs.Verification;

/// <summary>Refuses settings with which runs cannot be verified.</summary>
public sealed class VerificationOptionsValidator : IValidateOptions<VerificationOptions>
{
    private const int MaxChecks = 1_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, VerificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.ChecksAnHour is >= 0 and <= MaxChecks
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"The setting '{VerificationOptions.Section}:{nameof(options.ChecksAnHour)}' is '{options.ChecksAnHour}'; "
                    + $"set it to how many runs are verified in an hour, 0 to {MaxChecks}."
            );
    }
}
