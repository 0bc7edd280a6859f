#nullable disable
namespace Azure.Messaging.EventHubs.Producer;

public class SendEventOptions
{
    public SendEventOptions()
    {
    }

    public string PartitionId { get; set; }

    public string PartitionKey { get; set; }
}

public class CreateBatchOptions : SendEventOptions
{
    public CreateBatchOptions()
    {
    }

    public long? MaximumSizeInBytes { get; set; }
}

public class EventHubProducerClientOptions
{
    public EventHubProducerClientOptions()
    {
    }

    public string Identifier { get; set; }
}
