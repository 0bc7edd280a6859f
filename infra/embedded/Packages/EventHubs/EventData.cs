#nullable disable
using System.Collections.ObjectModel;
using System.Globalization;
using Azure.Core;

namespace Azure.Messaging.EventHubs;

public class EventData : MessageContent
{
    private static readonly IReadOnlyDictionary<string, object> NoSystemProperties =
        new ReadOnlyDictionary<string, object>(new Dictionary<string, object>());

    private IDictionary<string, object> _properties;

    public EventData()
        : this(BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty))
    {
    }

    public EventData(string eventBody)
        : this(new BinaryData(eventBody))
    {
    }

    public EventData(ReadOnlyMemory<byte> eventBody)
        : this(BinaryData.FromBytes(eventBody))
    {
    }

    public EventData(BinaryData eventBody)
    {
        ArgumentNullException.ThrowIfNull(eventBody);
        EventBody = eventBody;
    }

    protected EventData(
        BinaryData eventBody,
        IDictionary<string, object> properties = null,
        IReadOnlyDictionary<string, object> systemProperties = null,
        long sequenceNumber = long.MinValue,
        string offsetString = null,
        DateTimeOffset enqueuedTime = default,
        string partitionKey = null)
        : this(eventBody)
    {
        _properties = properties;
        SystemProperties = systemProperties ?? NoSystemProperties;
        SequenceNumber = sequenceNumber;
        OffsetString = offsetString;
        EnqueuedTime = enqueuedTime;
        PartitionKey = partitionKey;
    }

    public ReadOnlyMemory<byte> Body => EventBody.ToMemory();

    public Stream BodyAsStream => EventBody.ToStream();

    public BinaryData EventBody { get; set; }

    public override BinaryData Data
    {
        get => EventBody;
        set => EventBody = value;
    }

    public new string ContentType { get; set; }

    public string MessageId { get; set; }

    public string CorrelationId { get; set; }

    public IDictionary<string, object> Properties => _properties ??= new Dictionary<string, object>();

    public IReadOnlyDictionary<string, object> SystemProperties { get; } = NoSystemProperties;

    public long SequenceNumber { get; } = long.MinValue;

    [Obsolete("Use OffsetString.")]
    public long Offset => long.TryParse(OffsetString, NumberStyles.Integer, CultureInfo.InvariantCulture, out var offset) ? offset : long.MinValue;

    public string OffsetString { get; }

    public DateTimeOffset EnqueuedTime { get; }

    public string PartitionKey { get; }

    public override bool IsReadOnly => false;

    protected override ContentType? ContentTypeCore
    {
        get => ContentType is null ? null : new ContentType(ContentType);
        set => ContentType = value?.ToString();
    }

    internal IDictionary<string, object> PropertiesOrNull => _properties;
}

internal sealed class ReceivedEventData(
    BinaryData body,
    IDictionary<string, object> properties,
    IReadOnlyDictionary<string, object> systemProperties,
    long sequenceNumber,
    string offset,
    DateTimeOffset enqueuedTime,
    string partitionKey)
    : EventData(body, properties, systemProperties, sequenceNumber, offset, enqueuedTime, partitionKey);
