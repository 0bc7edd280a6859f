using Settlement.Reliability.Support;

namespace Settlement.Reliability.Fuzzing;

/// <summary>Tries spoiled inputs of all kinds: three of four are messages, one is a stored row. For one thread.</summary>
public sealed class Fuzz(Tally counts)
{
    private readonly DecoderFuzz _decoders = new(counts);
    private readonly StoredFuzz _stored = new(counts);

    /// <summary>Tries the input of a seed.</summary>
    /// <exception cref="FuzzFindingException">It was not treated as it must be.</exception>
    public void Try(long seed)
    {
        counts.Count("inputs");
        if (seed % 4 == 3)
        {
            _stored.Try(seed);
        }
        else
        {
            _decoders.Try(seed);
        }
    }
}
