using Settlement.Domain.Calendar;
using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Live;

/// <summary>Some rejects, counted by reason and by the Settlement Day that they name.</summary>
internal sealed class RejectTally
{
    private readonly Dictionary<int, ReasonCounts> _days = [];

    /// <summary>All of them.</summary>
    public ReasonCounts All { get; } = new();

    /// <summary>By <see cref="SettlementDay.Number"/>; what names no day is in none.</summary>
    public IReadOnlyDictionary<int, ReasonCounts> Days => _days;

    /// <summary>Counts rejects; there may be half a million of a few kinds.</summary>
    public void Add(IEnumerable<Reject> rejects)
    {
        foreach (var ((dayText, reasons), count) in rejects.CountBy(reject => (reject.Day, reject.Reasons)))
        {
            All.Add(reasons, count);
            if (!SettlementDay.TryParse(dayText, out var day))
            {
                continue;
            }
            if (!_days.TryGetValue(day.Number, out var counts))
            {
                _days.Add(day.Number, counts = new ReasonCounts());
            }
            counts.Add(reasons, count);
        }
    }
}

/// <summary>What a head step changes in the list of rejects.</summary>
/// <param name="Added">The rejects that it brings.</param>
/// <param name="Removed">Those of earlier steps that it takes again.</param>
/// <param name="IsBroad">Whether those that it brings name too many days to be listed by day.</param>
internal sealed record RejectChange(RejectTally Added, RejectTally Removed, bool IsBroad);
