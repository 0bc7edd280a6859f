using Microsoft.Extensions.Options;

namespace Settlement.Functions.Identity;

/// <summary>Whom the app believes who asks.</summary>
internal sealed class IdentityOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Identity";

    /// <summary>The setting by which App Service says that it authenticates; only then is the header its own.</summary>
    public const string AuthenticationSetting = "WEBSITE_AUTH_ENABLED";

    /// <summary>Whether every request is an operator's; the local host sets it, which only this machine or a key reaches.</summary>
    public bool LocalOperator { get; set; }

    /// <summary>Whether App Service authentication stands before the app.</summary>
    public bool IsAuthenticated { get; set; }
}

/// <summary>Refuses settings by which anybody would be an operator.</summary>
internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, IdentityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is { LocalOperator: true, IsAuthenticated: true }
            ? ValidateOptionsResult.Fail(
                $"The setting '{IdentityOptions.Section}:{nameof(options.LocalOperator)}' is true beside '{IdentityOptions.AuthenticationSetting}'; "
                    + "remove it: it makes every request an operator's, and belongs to a local host."
            )
            : ValidateOptionsResult.Success;
    }
}
