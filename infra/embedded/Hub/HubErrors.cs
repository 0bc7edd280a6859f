using Azure.Messaging.EventHubs;

namespace Functions.Embedded.Hub;

/// <summary>The exceptions that Event Hubs throws, made by the host's own hubs.</summary>
internal static class HubErrors
{
    public static EventHubsException ClientClosed(string hub) =>
        new(false, hub, "The client is closed.", EventHubsException.FailureReason.ClientClosed);

    public static EventHubsException NotRunning(string hub) =>
        new(true, hub, "The embedded host is not running.", EventHubsException.FailureReason.ServiceCommunicationProblem);

    public static EventHubsException NotFound(string hub, string message) =>
        new(false, hub, message, EventHubsException.FailureReason.ResourceNotFound);

    public static EventHubsException TooLarge(string hub, string message) =>
        new(false, hub, message, EventHubsException.FailureReason.MessageSizeExceeded);
}
