using Microsoft.Extensions.Options;

namespace Settlement.Functions.Ingestion;

/// <summary>The settings for where the Event Hubs are. The triggers read the same ones.</summary>
internal sealed class EventHubOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = EventHubs.Connection;

    /// <summary>The host name of the Event Hubs namespace.</summary>
    public string? FullyQualifiedNamespace { get; set; }
}

/// <summary>Refuses settings with which no Event Hub can be reached.</summary>
internal sealed class EventHubOptionsValidator : IValidateOptions<EventHubOptions>
{
    private const string Setting = $"{EventHubOptions.Section}:fullyQualifiedNamespace";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, EventHubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Uri.CheckHostName(options.FullyQualifiedNamespace) == UriHostNameType.Unknown
            ? ValidateOptionsResult.Fail(
                $"The setting '{Setting}' is '{options.FullyQualifiedNamespace}'; "
                    + "set it to the host name of the Event Hubs namespace, NAME.servicebus.windows.net."
            )
            : ValidateOptionsResult.Success;
    }
}
