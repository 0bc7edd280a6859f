using Settlement.Domain.Trading;

namespace Settlement.Runs.Results;

/// <summary>A party's figures in every period of a run that has figures: what its report reads in place of the whole market's periods.</summary>
/// <param name="Party">The party.</param>
/// <param name="Periods">In their order; a period in which the party has no figures is left out.</param>
public sealed record PartyDocument(string Party, IReadOnlyList<PartyPeriod> Periods)
{
    /// <summary>The documents of all parties of a run, ordered by party.</summary>
    internal static IReadOnlyList<PartyDocument> Create(IEnumerable<PeriodDocument> periods) =>
        [
            .. periods
                .SelectMany(period => period.Parties ?? [], (period, row) => new PartyPeriod(period.Period, row))
                .GroupBy(row => row.Result.Party, StringComparer.Ordinal)
                .OrderBy(party => party.Key, StringComparer.Ordinal)
                .Select(party => new PartyDocument(party.Key, [.. party])),
        ];
}

/// <summary>A party's figures in one period.</summary>
/// <param name="Period">The Settlement Period.</param>
/// <param name="Result">The figures.</param>
public sealed record PartyPeriod(int Period, PartyResult Result);
