using System.IO.Hashing;
using System.Text;
using NodaTime;
using Settlement.Domain.Market;
using Settlement.Domain.Timetable;
using Settlement.Runs.Records;

namespace Settlement.Runs.Verification;

/// <summary>
/// Sees to it that ledger and results agree: every closed run from RF on, and a sample of the others, is computed again from every reading, once,
/// and marked with what came of it.
/// </summary>
public sealed class LedgerCheck(RunStore runs, RunVerification verification, RunCheckStore checks, TimeProvider clock)
{
    /// <summary>One in so many of the runs before RF is in the sample. Which ones depends on day and run alone, so that it can be said beforehand.</summary>
    public const int SampleOneIn = 20;

    /// <summary>How many records one look for runs reads at most.</summary>
    public const int MaxLooked = 10 * PageRecords;

    private const int PageRecords = 1_000;

    /// <summary>Whether a run is to be checked.</summary>
    public static bool IsWanted(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.State == RunState.Closed
            && (
                RunType.Parse(run.Run).Precedence >= RunType.FinalReconciliation.Precedence
                || XxHash3.HashToUInt64(Encoding.ASCII.GetBytes($"{run.Day}-{run.Run}")) % SampleOneIn == 0
            );
    }

    /// <summary>
    /// The next runs that are wanted and were never checked, as many as asked for. A look goes on by day where the one before has ended and begins
    /// again at the end, so that a run that cannot be checked is not in the way of others; it reads at most <see cref="MaxLooked"/> records.
    /// </summary>
    public async ValueTask<IReadOnlyList<RunRecord>> NextAsync(int most, CancellationToken cancellationToken)
    {
        var next = new List<RunRecord>();
        if (most <= 0)
        {
            return next;
        }
        var start = await checks.ReadCursorAsync(cancellationToken);
        var (cursor, looked, again) = (start, 0, start is not null);
        while (looked < MaxLooked)
        {
            var page = await PageAsync(cursor, cancellationToken);
            looked += page.Count;
            IReadOnlySet<RunKey> known =
                page.Count > 0 ? await checks.KeysAsync(page[0].Record.Day, page[^1].Record.Day, cancellationToken) : new HashSet<RunKey>();
            foreach (var (row, run) in page)
            {
                cursor = row;
                if (IsWanted(run) && !known.Contains(run.Key) && next.TrueForAll(other => other.Key != run.Key))
                {
                    next.Add(run);
                }
                if (next.Count == most)
                {
                    return await EndAsync();
                }
            }

            if (page.Count == PageRecords)
            {
                continue;
            }
            cursor = null;
            if (!again)
            {
                break;
            }
            again = false;
        }

        return await EndAsync();

        async ValueTask<IReadOnlyList<RunRecord>> EndAsync()
        {
            if (cursor != start)
            {
                await checks.WriteCursorAsync(cursor, cancellationToken);
            }
            return next;
        }
    }

    /// <summary>Checks a run and marks it.</summary>
    /// <exception cref="Storage.TableUnavailableException">The store does not answer now; the run stays unmarked.</exception>
    public async ValueTask<RunCheck> CheckAsync(RunRecord run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var check = await VerifyAsync(run, cancellationToken);
        await checks.WriteAsync(run.Key, check, cancellationToken);
        return check;
    }

    private async ValueTask<List<(string Row, RunRecord Record)>> PageAsync(string? after, CancellationToken cancellationToken)
    {
        var page = new List<(string Row, RunRecord Record)>();
        await foreach (var run in runs.ListAfterAsync(after, cancellationToken))
        {
            page.Add(run);
            if (page.Count == PageRecords)
            {
                break;
            }
        }

        return page;
    }

    private async ValueTask<RunCheck> VerifyAsync(RunRecord run, CancellationToken cancellationToken)
    {
        try
        {
            var (equal, difference) = await verification.VerifyAsync(run, cancellationToken);
            return new RunCheck(Now(), equal, difference);
        }
        catch (RunDataGoneException e)
        {
            return new RunCheck(Now(), null, e.Message);
        }
    }

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
