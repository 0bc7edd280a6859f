namespace Settlement.Peers;

/// <summary>What every tool must come to: milli-watt-hours by GSP Group, supplier, component and period, losses in components of their own.</summary>
internal sealed class ComponentTotals : Dictionary<(string GspGroup, string Supplier, int Component, int Period), long>
{
    /// <summary>The first difference from another's figures, or null where they are equal.</summary>
    public string? DifferenceFrom(ComponentTotals other)
    {
        foreach (var key in Keys.Union(other.Keys))
        {
            var (mine, theirs) = (this.GetValueOrDefault(key), other.GetValueOrDefault(key));
            if (mine != theirs)
            {
                return FormattableString.Invariant($"{key}: {mine} mWh and {theirs} mWh");
            }
        }

        return null;
    }
}
