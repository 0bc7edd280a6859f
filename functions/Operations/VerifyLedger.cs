using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Settlement.Runs.Verification;

namespace Settlement.Functions.Operations;

/// <summary>Computes closed runs again from every reading: those from RF on, and a sample of the others. A difference is an alert.</summary>
public sealed class VerifyLedger(LedgerCheck ledger, IOptions<VerificationOptions> options, ILogger<VerifyLedger> logger)
{
    /// <summary>Verifies the next runs; one that cannot be computed is logged and retried after the others.</summary>
    [Function(nameof(VerifyLedger))]
    public async Task RunAsync([TimerTrigger("0 50 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var run in await ledger.NextAsync(options.Value.ChecksAnHour, cancellationToken))
        {
            try
            {
                var check = await ledger.CheckAsync(run, cancellationToken);
                if (check.Equal == true)
                {
                    logger.RunVerified(run.Run, run.Day.ToString(), run.Attempt);
                }
                else
                {
                    logger.RunNotVerified(run.Run, run.Day.ToString(), run.Attempt, check.Difference!);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.RunNotChecked(e, run.Run, run.Day.ToString(), run.Attempt);
            }
        }
    }
}
