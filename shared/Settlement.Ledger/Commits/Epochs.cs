using System.IO.Hashing;

namespace Settlement.Ledger.Commits;

/// <summary>The last event that a head has taken: by it a hub that counts its events anew is distinguished from the one that it was taken from.</summary>
/// <param name="Sequence">Its sequence number: below the head's where the head has moved over events that the hub had lost.</param>
/// <param name="Enqueued">When it was enqueued, UTC ticks.</param>
/// <param name="Hash">A short hash of its body.</param>
public sealed record LastTaken(long Sequence, long Enqueued, ulong Hash)
{
    /// <summary>No event was taken: the head has moved over events that the hub had lost, from the first on.</summary>
    public static LastTaken None { get; } = new(-1, 0, 0);

    /// <summary>What is kept of an event.</summary>
    public static LastTaken Of(long sequence, DateTimeOffset enqueued, ReadOnlySpan<byte> body) =>
        new(sequence, enqueued.UtcTicks, XxHash3.HashToUInt64(body));

    /// <summary>Whether the event with its number is it.</summary>
    public bool Is(DateTimeOffset enqueued, ReadOnlySpan<byte> body) => enqueued.UtcTicks == Enqueued && XxHash3.HashToUInt64(body) == Hash;
}

/// <summary>What a partition's epoch begins after and with.</summary>
/// <param name="Ended">The sequence number of the last event taken of the epoch before.</param>
/// <param name="After">When that event was enqueued, UTC ticks; 0 where it is not known.</param>
/// <param name="Began">
/// An event enqueued before this time, UTC ticks, is of an earlier epoch, however late it is delivered; 0 until the first event of the epoch is taken.
/// </param>
public sealed record EpochOpening(long Ended, long After, long Began)
{
    /// <summary>The opening once the first event is known.</summary>
    public EpochOpening BeginWith(long enqueued) => Began > 0 ? this : this with { Began = Math.Max(enqueued, After + 1) };
}
