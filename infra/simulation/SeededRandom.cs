namespace Settlement.Simulation;

/// <summary>
/// SplitMix64, written out: <see cref="Random"/> promises no sequence across .NET versions, and the functions of
/// <see cref="Math"/> no last bit across systems, so nothing here uses either.
/// </summary>
public struct SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    private SeededRandom(ulong state) => _state = state;

    /// <summary>An independent sequence for one item of one stream, so that any item can be drawn again without the others.</summary>
    public static SeededRandom For(ulong seed, ulong stream, ulong item) =>
        new(unchecked(Mix(Mix(Mix(seed + Golden) ^ (stream * Golden)) + (item * 0xD1342543DE82EF95))));

    public ulong Next() => Mix(_state = unchecked(_state + Golden));

    /// <summary>At least 0 and below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * Unit());

    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Log-normal; the normal deviate is a sum of twelve uniform ones, which also keeps it within six deviations.</summary>
    public double LogNormal(double median, double sigma)
    {
        var normal = -6.0;
        for (var i = 0; i < 12; i++)
        {
            normal += Unit();
        }
        return median * Exp(sigma * normal);
    }

    /// <summary>Picks an index by weight.</summary>
    public int Pick(Cumulative weights) => weights.At(Unit());

    private static double Exp(double x)
    {
        var power = 1 + (x / 65536);
        for (var i = 0; i < 16; i++)
        {
            power *= power;
        }
        return power;
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
