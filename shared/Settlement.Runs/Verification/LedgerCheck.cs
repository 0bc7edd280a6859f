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

    /// <summary>The runs that are wanted and were never checked, by day, as many as asked for.</summary>
    public async ValueTask<IReadOnlyList<RunRecord>> NextAsync(int most, CancellationToken cancellationToken)
    {
        var next = new List<RunRecord>();
        await foreach (var run in runs.ListAllAsync(null, cancellationToken))
        {
            if (next.Count == most)
            {
                break;
            }
            if (IsWanted(run) && await checks.FindAsync(run.Key, cancellationToken) is null)
            {
                next.Add(run);
            }
        }

        return next;
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
