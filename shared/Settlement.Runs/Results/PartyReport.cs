using Settlement.Domain.Trading;
using Settlement.Runs.Records;

namespace Settlement.Runs.Results;

/// <summary>Reads what a run has for one party.</summary>
public sealed class PartyReport(ResultStore results)
{
    /// <summary>The party's periods, none where no period of the run has figures; null where the run has figures, but none of the party.</summary>
    public async ValueTask<IReadOnlyList<PartyPeriod>?> FindAsync(RunRecord run, string party, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        // Runs that closed before results were kept by party have them by period only.
        return await results.FindPartiesAsync(run.Key, cancellationToken) is { } parties
            ? await FromPartyAsync(run.Key, parties, party, cancellationToken)
            : await FromPeriodsAsync(run, party, cancellationToken);
    }

    private async ValueTask<IReadOnlyList<PartyPeriod>?> FromPartyAsync(
        RunKey key,
        IReadOnlyList<string> parties,
        string party,
        CancellationToken cancellationToken
    )
    {
        if (parties.Count == 0)
        {
            return [];
        }
        for (var place = 0; place < parties.Count; place++)
        {
            if (parties[place] == party)
            {
                return (await results.ReadPartyAsync(key, place, cancellationToken)).Periods;
            }
        }

        return null;
    }

    private async ValueTask<IReadOnlyList<PartyPeriod>?> FromPeriodsAsync(RunRecord run, string party, CancellationToken cancellationToken)
    {
        var rows = new List<PartyPeriod>();
        var hasFigures = false;
        for (var period = 1; period <= run.Day.Periods; period++)
        {
            IReadOnlyList<PartyResult>? parties = (await results.ReadPeriodAsync(run.Key, period, cancellationToken)).Parties;
            hasFigures |= parties is not null;
            if (parties?.FirstOrDefault(row => row.Party == party) is { } result)
            {
                rows.Add(new PartyPeriod(period, result));
            }
        }

        return rows.Count == 0 && hasFigures ? null : rows;
    }
}
