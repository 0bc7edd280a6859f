namespace Settlement.Domain.Tests.Oracle;

/// <summary>"The rest goes to the greatest": of greatest absolute value, the first in printed order among equals.</summary>
internal static class Sharing
{
    public static Fraction[] Complete(Fraction[] parts, Fraction whole, Func<int, bool> takesPart)
    {
        var order = Enumerable.Range(0, parts.Length).Where(takesPart).ToList();
        if (order.Count == 0)
        {
            return parts;
        }
        var most = order.Max(i => parts[i].Abs());
        var winner = order.First(i => parts[i].Abs() == most);
        var rest = whole - Fraction.Sum(parts);
        return [.. parts.Select((part, i) => i == winner ? part + rest : part)];
    }
}
