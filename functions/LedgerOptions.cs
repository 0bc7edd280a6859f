using Microsoft.Extensions.Options;

namespace Settlement.Functions;

/// <summary>The settings for where the ledger is kept.</summary>
internal sealed class LedgerOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Ledger";

    /// <summary>A file for the embedded store; where it is set, no storage account is used.</summary>
    public string? Path { get; set; }

    /// <summary>The Table service of the storage account.</summary>
    public string? TableServiceUri { get; set; }
}

/// <summary>Refuses settings with which no ledger can be opened.</summary>
internal sealed class LedgerOptionsValidator : IValidateOptions<LedgerOptions>
{
    private const string Service = $"{LedgerOptions.Section}:{nameof(LedgerOptions.TableServiceUri)}";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LedgerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!string.IsNullOrEmpty(options.Path))
        {
            return ValidateOptionsResult.Success;
        }
        if (string.IsNullOrEmpty(options.TableServiceUri))
        {
            return ValidateOptionsResult.Fail(
                $"No storage is configured: set '{Service}' to the Table service of the storage account, "
                    + $"or '{SettlementApp.LedgerPath}' to a file."
            );
        }
        return
            Uri.TryCreate(options.TableServiceUri, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"The setting '{Service}' is '{options.TableServiceUri}'; "
                    + "set it to the address of a Table service, https://ACCOUNT.table.core.windows.net."
            );
    }
}
