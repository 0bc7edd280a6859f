using Settlement.Reliability.Histories;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Commands;

/// <summary>Plays histories for as long as one likes, each with a seed of its own.</summary>
internal static class SoakCommand
{
    /// <summary>Plays histories until time is up or one comes out wrong.</summary>
    /// <returns>0 when every history came out right, 1 otherwise.</returns>
    public static async Task<int> RunAsync(
        TimeSpan duration,
        long firstSeed,
        long most,
        int parallel,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var printer = new Printer(output);
        var (tally, differences) = (new Tally(), 0);
        printer.Line($"Histories from seed {firstSeed} on, {parallel} at a time, for {duration:hh\\:mm\\:ss}.");
        await Parallel.ForEachAsync(
            Seeds(),
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            async (seed, _) =>
            {
                try
                {
                    tally.Add(await HistoryCheck.RunAsync(seed, new InMemoryTableStore()));
                    printer.Progress(() =>
                        $"{tally.GetCount("histories"):N0} histories, {tally.GetCount("values of meters"):N0} values, {differences} differences"
                    );
                }
                catch (HistoryMismatchException e)
                {
                    Interlocked.Increment(ref differences);
                    printer.Line($"{e}");
                    printer.Line($"Again: soak --seed {seed} --histories 1");
                }
            }
        );

        printer.Line($"{printer.Elapsed:hh\\:mm\\:ss} from seed {firstSeed} on, {parallel} at a time:");
        printer.Counts(tally);
        printer.Line($"{differences, 15:N0}  differences");
        return differences == 0 ? 0 : 1;

        IEnumerable<long> Seeds()
        {
            for (
                var played = 0L;
                played < most
                    && printer.Elapsed < duration
                    && Volatile.Read(ref differences) == 0
                    && !cancellationToken.IsCancellationRequested;
                played++
            )
            {
                yield return firstSeed + played;
            }
        }
    }
}
