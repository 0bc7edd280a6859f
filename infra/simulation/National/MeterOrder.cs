namespace Settlement.Simulation.National;

/// <summary>
/// The order in which meters report: neighbours by number lie far apart in it, as no data service reads its meters in the order of their MPANs.
/// It is a walk with a stride that visits each meter once.
/// </summary>
public readonly struct MeterOrder
{
    private readonly long _stride;
    private readonly int _meters;

    public MeterOrder(int meters)
    {
        _meters = meters;
        // About the golden section of the whole, which keeps successors far apart; the next number that shares no factor with it.
        _stride = Math.Max(1, (long)(meters * 0.618));
        while (Gcd(_stride, meters) != 1)
        {
            _stride++;
        }
    }

    /// <summary>The number of the meter at a place in the order.</summary>
    public int this[int place] => (int)(place * _stride % _meters);

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
