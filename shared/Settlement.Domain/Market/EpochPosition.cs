using System.Globalization;

namespace Settlement.Domain.Market;

/// <summary>
/// Where an event stands among all that its partition has ever brought, as one number: by epoch, then by sequence number. In epoch 0 it is the
/// sequence number itself, so that what was stored before there were epochs reads as it did.
/// </summary>
public static class EpochPosition
{
    /// <summary>An event with a higher sequence number has no position: at a million events a second a partition comes to it in nine years.</summary>
    public const long MaxSequence = (1L << SequenceBits) - 1;

    private const int SequenceBits = 48;
    private const int MaxEpoch = short.MaxValue;

    /// <summary>The position of an event; −1 as sequence number gives the position before the first event of an epoch.</summary>
    /// <exception cref="OverflowException">The epoch or the sequence number is too high.</exception>
    public static long Of(int epoch, long sequence) =>
        epoch is >= 0 and <= MaxEpoch && sequence is >= -1 and <= MaxSequence
            ? ((long)epoch << SequenceBits) + sequence
            : throw new OverflowException($"Event {sequence} of epoch {epoch} is beyond what the ledger can number.");

    /// <summary>The epoch of an event.</summary>
    public static int EpochOf(long position) => (int)(position >> SequenceBits);

    /// <summary>The sequence number of an event.</summary>
    public static long SequenceOf(long position) => position & MaxSequence;

    /// <summary>A position as text that sorts as positions do; without an epoch where that is 0, as it was before there were epochs.</summary>
    public static string Text(long position) =>
        EpochOf(position) is var epoch and > 0
            ? string.Create(CultureInfo.InvariantCulture, $"e{epoch:D5}.{SequenceOf(position):D15}")
            : string.Create(CultureInfo.InvariantCulture, $"{position:D15}");

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long position)
    {
        position = 0;
        var epoch = 0;
        if (text.Length == 22 && text[0] == 'e' && text[6] == '.')
        {
            if (!int.TryParse(text[1..6], NumberStyles.None, CultureInfo.InvariantCulture, out epoch) || epoch is 0 or > MaxEpoch)
            {
                return false;
            }
            text = text[7..];
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) || sequence > MaxSequence)
        {
            return false;
        }
        position = Of(epoch, sequence);
        return true;
    }
}
