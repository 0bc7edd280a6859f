using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Invocation;

/// <summary>Repeats an invocation as its function's retry attribute says.</summary>
internal static class RetryRunner
{
    /// <summary>
    /// Runs until an attempt succeeds or the retries are used up; the last failure is then thrown.
    /// <paramref name="onFailure"/> hears of each failed attempt and of the delay before the next, null when there is none.
    /// </summary>
    public static async Task RunAsync(
        RetryAttribute? retry,
        Func<int, Task> attempt,
        Action<Exception, int, TimeSpan?> onFailure,
        TimeProvider time,
        CancellationToken stopping
    )
    {
        for (var count = 0; ; count++)
        {
            TimeSpan delay;
            try
            {
                await attempt(count);
                return;
            }
            catch (Exception e)
            {
                var again = retry is not null && (retry.MaxRetryCount < 0 || count < retry.MaxRetryCount);
                delay = again ? Delay(retry!, count) : TimeSpan.Zero;
                onFailure(e, count + 1, again ? delay : null);
                if (!again || stopping.IsCancellationRequested)
                {
                    throw;
                }
            }

            await Task.Delay(delay, time, stopping);
        }
    }

    private static TimeSpan Delay(RetryAttribute retry, int count)
    {
        switch (retry)
        {
            case FixedDelayRetryAttribute fixedDelay:
                return Parse(fixedDelay.DelayInterval);
            case ExponentialBackoffRetryAttribute backoff:
                var (least, most) = (Parse(backoff.MinimumInterval), Parse(backoff.MaximumInterval));
                var factor = Math.Pow(2, Math.Min(count, 30));
                return least * factor > most ? most : least * factor;
            default:
                return TimeSpan.Zero;
        }
    }

    private static TimeSpan Parse(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
