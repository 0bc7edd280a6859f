using System.Collections.Concurrent;
using Azure.Messaging.EventHubs;

namespace Functions.Embedded.Hub;

/// <summary>How a client made with nothing but a namespace name finds the broker of its host within the process.</summary>
internal static class BrokerRegistry
{
    private static readonly ConcurrentDictionary<string, HubBroker> Brokers = new(StringComparer.OrdinalIgnoreCase);

    public static void Register(string fullyQualifiedNamespace, HubBroker broker) => Brokers[fullyQualifiedNamespace] = broker;

    public static void Unregister(string fullyQualifiedNamespace) => Brokers.TryRemove(fullyQualifiedNamespace, out _);

    public static HubLog Hub(string fullyQualifiedNamespace, string hub, bool clientClosed)
    {
        if (clientClosed) throw new EventHubsException(hub, "The client is closed.", EventHubsException.FailureReason.ClientClosed);
        return Brokers.TryGetValue(fullyQualifiedNamespace ?? "", out var broker)
            ? broker.Hub(hub)
            : throw new EventHubsException(
                hub,
                $"No embedded host in this process serves the namespace '{fullyQualifiedNamespace}'.",
                EventHubsException.FailureReason.ServiceCommunicationProblem);
    }
}
