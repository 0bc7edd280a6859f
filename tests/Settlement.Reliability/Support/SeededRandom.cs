namespace Settlement.Reliability.Support;

/// <summary>Chance that one number decides. Neighbouring seeds have nothing in common, which <see cref="Random"/> alone does not promise.</summary>
public static class SeededRandom
{
    /// <summary>The chance of a seed.</summary>
    public static Random Create(long seed)
    {
        // The finaliser of splitmix64.
        var mixed = unchecked((ulong)seed + 0x9E3779B97F4A7C15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return new Random(unchecked((int)(mixed ^ (mixed >> 31))));
    }
}
