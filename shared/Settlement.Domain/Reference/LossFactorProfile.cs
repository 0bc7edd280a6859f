namespace Settlement.Domain.Reference;

/// <summary>The line loss factors of one class on one day, shared by every class and day with the same figures.</summary>
public sealed class LossFactorProfile : IEquatable<LossFactorProfile>
{
    private readonly ushort[] _thousandths;

    internal LossFactorProfile(ReadOnlySpan<ushort> thousandths) => _thousandths = thousandths.ToArray();

    /// <summary>
    /// The factor of a Settlement Period in thousandths (1085 is 1.085), or 0 where there is none.
    /// A band that runs to the day's last period also answers for numbers beyond it.
    /// </summary>
    public int Thousandths(int period) => period >= 1 && period <= _thousandths.Length ? _thousandths[period - 1] : 0;

    /// <inheritdoc/>
    public bool Equals(LossFactorProfile? other) => other is not null && _thousandths.AsSpan().SequenceEqual(other._thousandths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LossFactorProfile);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in _thousandths)
        {
            hash.Add(value);
        }
        return hash.ToHashCode();
    }
}
