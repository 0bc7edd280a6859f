// Stands in for the type of the same name in Microsoft.Azure.Functions.Worker.Extensions.EventHubs; see EventHubs.StandIn.csproj.
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter that receives the events of an Event Hub.</summary>
/// <param name="eventHubName">The name of the Event Hub.</param>
[BindingCapabilities(KnownBindingCapabilities.FunctionLevelRetry)]
public sealed class EventHubTriggerAttribute(string eventHubName) : TriggerBindingAttribute, ISupportCardinality
{
    private bool _isBatched = true;

    /// <summary>The name of the Event Hub.</summary>
    public string EventHubName { get; } = eventHubName;

    /// <summary>The consumer group to read as; <c>$Default</c> when null.</summary>
    public string? ConsumerGroup { get; set; }

    /// <summary>The name of the app setting or settings section with the connection.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether the function takes several events at a time; true by default.</summary>
    [DefaultValue(true)]
    public bool IsBatched
    {
        get => _isBatched;
        set => _isBatched = value;
    }

    Cardinality ISupportCardinality.Cardinality
    {
        get => _isBatched ? Cardinality.Many : Cardinality.One;
        set => _isBatched = value == Cardinality.Many;
    }
}
