using Microsoft.Extensions.Options;
using Settlement.Domain.Calendar;

namespace Settlement.Runs.Scheduling;

/// <summary>Refuses settings with which runs cannot be started.</summary>
public sealed class SchedulingOptionsValidator : IValidateOptions<SchedulingOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SchedulingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        if (!string.IsNullOrEmpty(options.FirstDay) && !SettlementDay.TryParse(options.FirstDay, out _))
        {
            failures.Add(
                $"The setting '{Name(nameof(options.FirstDay))}' is '{options.FirstDay}'; "
                    + "set it to the first Settlement Day to settle, YYYY-MM-DD, or remove it."
            );
        }
        if (options.ParallelRuns < 1)
        {
            failures.Add(
                $"The setting '{Name(nameof(options.ParallelRuns))}' is '{options.ParallelRuns}'; "
                    + "set it to how many runs are computed at a time, 1 or more."
            );
        }
        if (options.IngestWaitSeconds is < 0 or > SchedulingOptions.MaxWaitSeconds)
        {
            failures.Add(
                $"The setting '{Name(nameof(options.IngestWaitSeconds))}' is '{options.IngestWaitSeconds}'; "
                    + $"set it to how many seconds a run waits for ingestion, 0 to {SchedulingOptions.MaxWaitSeconds}."
            );
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Name(string property) => $"{SchedulingOptions.Section}:{property}";
}
