using Settlement.Reliability.Fuzzing;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Commands;

/// <summary>Tries spoiled inputs, each with a seed of its own.</summary>
internal static class FuzzCommand
{
    private const int MaxFindings = 10;

    /// <summary>Tries so many inputs.</summary>
    /// <returns>0 when every input was treated as it must be, 1 otherwise.</returns>
    public static int Run(long inputs, long firstSeed, TextWriter output, CancellationToken cancellationToken)
    {
        var printer = new Printer(output);
        var tally = new Tally();
        var fuzz = new Fuzz(tally);
        var findings = 0;
        printer.Line($"Inputs from seed {firstSeed} on; good ones are {FuzzMessages.All.Source}.");
        for (
            var seed = firstSeed;
            seed < firstSeed + inputs && findings < MaxFindings && !cancellationToken.IsCancellationRequested;
            seed++
        )
        {
            try
            {
                fuzz.Try(seed);
                printer.Progress(() => $"{tally.GetCount("inputs"):N0} inputs, {findings} differences");
            }
            catch (FuzzFindingException e)
            {
                findings++;
                printer.Line($"{e}");
                printer.Line($"Again: fuzz --seed {seed} --inputs 1");
            }
        }

        printer.Line($"{printer.Elapsed:hh\\:mm\\:ss} from seed {firstSeed} on:");
        printer.Counts(tally);
        printer.Line($"{findings, 15:N0}  differences");
        return findings == 0 ? 0 : 1;
    }
}
