using System.IO.Hashing;
using System.Text;
using Azure.Messaging.EventHubs.Producer;

namespace Functions.Embedded.Hub;

/// <summary>Where a send goes. The key's hash is part of the data on disk: changing it would split a key over two partitions.</summary>
internal static class SendTarget
{
    public static int ForKey(string key, int partitions) => (int)(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(key)) % (uint)partitions);

    public static void Check(SendEventOptions? options)
    {
        if (!string.IsNullOrEmpty(options?.PartitionId) && !string.IsNullOrEmpty(options.PartitionKey))
        {
            throw new InvalidOperationException("An event is sent to a partition or with a partition key, not both.");
        }
    }
}
