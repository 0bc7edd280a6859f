using Settlement.Domain.Market;

namespace Settlement.Runs.Records;

/// <summary>An attempt with its record as a step found it when it began: the record is read once a step.</summary>
/// <param name="Key">The attempt.</param>
/// <param name="Record">Its record; null where it was never started or another has followed it.</param>
public sealed record RunAttempt(RunKey Key, RunRecord? Record)
{
    /// <summary>Its record; null where it was never started or another has followed it.</summary>
    public RunRecord? Record { get; } =
        Record is null || Record.Key == Key
            ? Record
            : throw new ArgumentException(
                $"The record of {Record.Key} is not that of {Key}: read the record of the attempt.",
                nameof(Record)
            );

    /// <summary>The record of an attempt that is open: it has its cut and not yet a result.</summary>
    /// <exception cref="RunConflictException">It is not open.</exception>
    internal RunRecord RequireOpen() =>
        Record is { HasResult: false, Cut: not null }
            ? Record
            : throw new RunConflictException(
                $"Attempt {Key.Attempt} of run {Key.Run} of {Key.Day} is not open: {(Record is null ? "it was never started, or another attempt has followed it" : $"the record is at attempt {Record.Attempt}, {Record.State.Text()}")}."
            );
}
