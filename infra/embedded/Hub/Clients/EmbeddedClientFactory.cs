using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Functions.Embedded.Configuration;
using Microsoft.Extensions.Azure;

namespace Functions.Embedded.Hub.Clients;

/// <summary>
/// Gives the app clients of the host's own hubs, whatever it registered with <c>AddAzureClients</c>. A client's name is the name of its
/// hub; for a consumer client, <c>hub/consumer group</c>.
/// </summary>
internal sealed class EmbeddedClientFactory(HubBroker broker, HostIdentity identity)
    : IAzureClientFactory<EventHubProducerClient>,
        IAzureClientFactory<EventHubConsumerClient>
{
    EventHubProducerClient IAzureClientFactory<EventHubProducerClient>.CreateClient(string name) =>
        new EmbeddedProducerClient(broker, name);

    EventHubConsumerClient IAzureClientFactory<EventHubConsumerClient>.CreateClient(string name) =>
        name.Split('/', 2) is [var hub, var group]
            ? new EmbeddedConsumerClient(broker, identity.Namespace, hub, group)
            : new EmbeddedConsumerClient(broker, identity.Namespace, name, EventHubConsumerClient.DefaultConsumerGroupName);
}
