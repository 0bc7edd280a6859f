namespace Settlement.Simulation;

/// <summary>Weights added up once, so that picking by them costs a short walk from where the greatest usually lie.</summary>
public sealed class Cumulative
{
    private readonly double[] _sums;

    public Cumulative(IEnumerable<double> weights)
    {
        var total = 0.0;
        _sums = [.. weights.Select(weight => total += weight)];
    }

    /// <summary>The index whose share of the whole holds the point <paramref name="unit"/>, at least 0 and below 1.</summary>
    public int At(double unit)
    {
        var point = unit * _sums[^1];
        var index = 0;
        while (index < _sums.Length - 1 && point >= _sums[index])
        {
            index++;
        }
        return index;
    }
}
