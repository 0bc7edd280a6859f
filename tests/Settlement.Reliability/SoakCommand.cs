using System.Globalization;
using Settlement.Reliability.Histories;
using Settlement.Reliability.Support;

namespace Settlement.Reliability;

/// <summary>Plays histories for as long as one likes, each with a seed of its own.</summary>
public static class SoakCommand
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>Plays histories until time is up or one comes out wrong.</summary>
    /// <returns>0 when every history came out right, 1 otherwise.</returns>
    public static async Task<int> RunAsync(TimeSpan duration, int firstSeed, int most, int parallel, TextWriter output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var (tally, differences, told) = (new Tally(), 0, TimeSpan.Zero);
        var gate = new Lock();
        var seeds = Enumerable.Range(0, most).TakeWhile(_ => clock.GetElapsedTime(start) < duration && Volatile.Read(ref differences) == 0).Select(i => firstSeed + i);
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation }, async (seed, _) =>
        {
            try
            {
                var one = await HistoryCheck.RunAsync(seed, new InMemoryTableStore());
                lock (gate)
                {
                    tally.Add(one);
                    if (clock.GetElapsedTime(start) - told < Between)
                        return;
                    told = clock.GetElapsedTime(start);
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{told:hh\\:mm\\:ss}  {tally.Of("histories"):N0} histories, {tally.Of("readings"):N0} readings, no difference"));
                }
            }
            catch (HistoryMismatchException e)
            {
                lock (gate)
                {
                    differences++;
                    output.WriteLine(e.Message);
                    output.WriteLine($"Again: soak --seed {seed} --histories 1");
                }
            }
        });

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(start):hh\\:mm\\:ss} from seed {firstSeed} on, {parallel} at a time"));
        foreach (var (what, count) in tally.All)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,15:N0}  {what}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{differences,15:N0}  differences"));
        return differences == 0 ? 0 : 1;
    }
}
