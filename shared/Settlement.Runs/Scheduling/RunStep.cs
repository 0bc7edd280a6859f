using Microsoft.Extensions.Logging;
using Settlement.Runs.Computation;
using Settlement.Runs.Records;
using Settlement.Storage;

namespace Settlement.Runs.Scheduling;

/// <summary>
/// Does one step of a run. Storage that cannot serve is asked again, five times over half a minute. What fails all the same is put on the run's record,
/// with the step and its input, before it fails the orchestration.
/// </summary>
/// <remarks>
/// Repeating is not left to the orchestrator, nor is recording: a rewind takes failed activities out of the history, and only an orchestrator whose
/// way did not depend on them can go on from there.
/// </remarks>
public sealed class RunStep(RunComputation computation, TimeProvider clock, ILogger<RunStep> logger)
{
    private const int Attempts = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    /// <summary>Does a step.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The step, as its failure names it.</param>
    /// <param name="work">The step, given the attempt as it is when the step begins; it may be done again.</param>
    /// <param name="cancellationToken">Stops it without a failure of the run: it is done again by the next host.</param>
    /// <exception cref="RunStepException">It failed; the message begins with the step.</exception>
    public async Task<T> RunAsync<T>(RunKey run, RunStepName step, Func<RunAttempt, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await RetryWhileUnavailableAsync(run, step, work, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = RunFailure.AtStep(step, e);
            logger.RunFailed(run.Run, run.Day.ToString(), run.Attempt, failure.ToString());
            await RecordAsync(run, failure, cancellationToken);
            throw new RunStepException(failure.ToString(), e);
        }
    }

    /// <summary>Does a step that gives nothing.</summary>
    /// <exception cref="RunStepException">It failed; the message begins with the step.</exception>
    public Task RunAsync(RunKey run, RunStepName step, Func<RunAttempt, ValueTask> work, CancellationToken cancellationToken) =>
        RunAsync(
            run,
            step,
            async attempt =>
            {
                await work(attempt);
                return true;
            },
            cancellationToken
        );

    private async Task<T> RetryWhileUnavailableAsync<T>(
        RunKey run,
        RunStepName step,
        Func<RunAttempt, ValueTask<T>> work,
        CancellationToken cancellationToken
    )
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work(await computation.BeginStepAsync(run, step, cancellationToken));
            }
            catch (TableUnavailableException e) when (attempt < Attempts)
            {
                logger.RunStepRepeated(e, step.ToString(), run.Run, run.Day.ToString(), attempt);
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause *= 2;
        }
    }

    /// <summary>Where the record cannot be written either, <see cref="RunRepair"/> mends it later from the failure of the orchestration.</summary>
    private async Task RecordAsync(RunKey run, RunFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            await computation.FailAsync(run, failure, cancellationToken);
        }
        catch (RunConflictException)
        {
            // Another attempt has followed: this one is no concern of its record.
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.RunFailureNotRecorded(e, run.Run, run.Day.ToString(), run.Attempt);
        }
    }
}
