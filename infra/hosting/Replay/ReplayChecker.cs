using Settlement.Ledger.Commits;
using Settlement.Ledger.Rejects;

namespace Settlement.Hosting.Replay;

/// <summary>Tells what of files would be rejected, with file, line and place, without sending anything.</summary>
public sealed class ReplayChecker(MessageCheck check, Func<DateTimeOffset> now, ReplayOptions options)
{
    private const int MaxReported = 100;

    /// <summary>Checks files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="tell">Is given a line for each fault, of the first hundred objects.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public ReplayOutcome Check(IEnumerable<string> files, Action<string> tell, CancellationToken cancellationToken)
    {
        var outcome = new ReplayOutcome(0, 0, 0);
        foreach (var file in files)
        {
            foreach (var (number, body) in ReplayFile.ReadLines(file, options.Warn).Where(line => line.Number >= options.FromLine))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (accepted, rejects) = check.Check(EventRouter.HubOf(body) == Hubs.Market, body, now());
                foreach (var (place, detail) in rejects.SelectMany(reject => reject.Details.Select(detail => (reject.Place, detail))))
                {
                    if (outcome.Rejected < MaxReported)
                    {
                        tell($"{file}, line {number}, object {place + 1}: {detail}");
                    }
                }
                outcome = new ReplayOutcome(outcome.Events + 1, outcome.Accepted + accepted, outcome.Rejected + rejects.Count);
            }
        }

        if (outcome.Rejected > MaxReported)
        {
            tell($"… and {outcome.Rejected - MaxReported} objects or more beside them.");
        }
        return outcome;
    }
}
