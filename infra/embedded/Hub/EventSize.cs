using Azure.Messaging.EventHubs;

namespace Functions.Embedded.Hub;

/// <summary>What an event counts towards the limit of a batch: its body, its properties and a little for the envelope.</summary>
internal static class EventSize
{
    public const long Limit = 1_048_576;

    private const int Envelope = 16;

    public static long Measure(EventData data, string? key)
    {
        long size = data.EventBody.ToMemory().Length + Envelope + RecordFormat.KeyBytes(key);
        foreach (var (name, value) in data.Properties)
        {
            size +=
                name.Length
                + 2
                + value switch
                {
                    string text => text.Length,
                    byte[] bytes => bytes.Length,
                    _ => 9,
                };
        }

        return size;
    }

    public static void Check(string hub, ReadOnlyMemory<byte> body, string? key)
    {
        if (body.Length + Envelope + RecordFormat.KeyBytes(key) <= Limit)
        {
            return;
        }
        throw HubErrors.TooLarge(hub, $"An event of {body.Length} bytes is larger than the hub takes: {Limit} bytes with its envelope.");
    }
}
