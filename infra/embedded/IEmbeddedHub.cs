namespace Functions.Embedded;

/// <summary>The host's event hubs for tools in the same process: sends raw bodies fast and tells how far the functions have come.</summary>
public interface IEmbeddedHub
{
    /// <summary>Appends bodies to one partition: that of the key, or the next in turn. On return they are on disk.</summary>
    Task SendAsync(
        string hub,
        IReadOnlyList<ReadOnlyMemory<byte>> bodies,
        string? partitionKey = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>Appends messages in their order, each to its own partition. Enqueued times rise along the list. On return they are on disk.</summary>
    Task SendAsync(string hub, IReadOnlyList<HubMessage> messages, CancellationToken cancellationToken = default);

    /// <summary>The number of the last event of every partition, -1 for an empty one.</summary>
    IReadOnlyList<long> LastEnqueued(string hub);

    /// <summary>How far each function that reads the hub has come in each partition.</summary>
    IReadOnlyList<HubPartitionProgress> Progress(string hub);

    /// <summary>
    /// Waits until every partition has been processed up to what it held at the call, or is stuck.
    /// A hub that no function reads is done at once.
    /// </summary>
    Task<IReadOnlyList<HubPartitionProgress>> WaitUntilProcessedAsync(string hub, CancellationToken cancellationToken = default);
}

/// <summary>A message for <see cref="IEmbeddedHub"/>. With neither key nor id, the partitions take turns.</summary>
/// <param name="Body">The body as sent.</param>
/// <param name="PartitionKey">Messages of one key stay in order, in one partition.</param>
/// <param name="PartitionId">Names the partition instead.</param>
public readonly record struct HubMessage(ReadOnlyMemory<byte> Body, string? PartitionKey = null, string? PartitionId = null);

/// <summary>Where one function stands in one partition.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="ConsumerGroup">The consumer group it reads as.</param>
/// <param name="PartitionId">The partition.</param>
/// <param name="LastEnqueued">Sequence number of the partition's last event, -1 for none.</param>
/// <param name="Processed">Sequence number up to which the function is done, -1 for none.</param>
/// <param name="FailedAttempts">How often the batch at hand has failed; 0 when it has not.</param>
/// <param name="LastError">What the last failure said, kept until a batch succeeds.</param>
public sealed record HubPartitionProgress(
    string Function,
    string ConsumerGroup,
    string PartitionId,
    long LastEnqueued,
    long Processed,
    int FailedAttempts,
    string? LastError
)
{
    /// <summary>Failures of one batch after which its partition counts as stuck; it is tried further all the same.</summary>
    public const int StuckAfter = 3;

    /// <summary>Everything the partition holds has been processed.</summary>
    public bool IsDone => Processed >= LastEnqueued;

    /// <summary>The batch at hand keeps failing.</summary>
    public bool IsStuck => FailedAttempts >= StuckAfter;
}
