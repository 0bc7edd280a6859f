using System.Text.RegularExpressions;

namespace Settlement.Runs.Records;

/// <summary>
/// Reads a failure from its text: records of earlier versions have nothing else, and the history of an orchestration keeps no more than the
/// message of the step that failed.
/// </summary>
public static partial class RunFailureText
{
    internal const string Terminated = "terminated: ";

    /// <summary>What a text says; one that names neither a step nor an operator is taken as it is.</summary>
    public static RunFailure Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith(Terminated, StringComparison.Ordinal))
        {
            return RunFailure.Terminated(text[Terminated.Length..]);
        }
        // The type of an exception, with which other failures begin, is written with its namespace: a dot, which no activity has.
        return StepPattern().Match(text) is { Success: true } match
            ? new RunFailure(
                RunFailureKind.Step,
                match.Groups["step"].Value,
                match.Groups["input"] is { Success: true } input ? input.Value : null,
                text[match.Length..]
            )
            : RunFailure.OfOrchestration(text);
    }

    [GeneratedRegex("^(?<step>[A-Z][A-Za-z]*)(?: (?<input>[0-9]+))?: ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex StepPattern();
}
