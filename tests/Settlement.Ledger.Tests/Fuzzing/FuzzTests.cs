using System.Globalization;
using Settlement.Reliability.Fuzzing;

namespace Settlement.Ledger.Tests.Fuzzing;

[Trait("Category", "Slow")]
public sealed class FuzzTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const int Inputs = 30_000;

    [Fact]
    public void Whatever_is_sent_or_stored_is_accepted_rejected_or_found_damaged_and_nothing_else()
    {
        var tally = new Tally();
        var fuzz = new Fuzz(tally);
        for (var seed = 0; seed < Inputs; seed++)
        {
            fuzz.Try(seed);
        }

        console.Tell(
            $"Mutated inputs tried, good ones being {FuzzMessages.All.Source}: {string.Join(", ", tally.All.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value:N0} {count.Key}")))}."
        );
        Assert.Equal(Inputs, tally.GetCount("inputs"));
        Assert.All(
            Enum.GetValues<MutationKind>(),
            kind => Assert.True(tally.GetCount($"mutation {kind}") > Inputs / 400, $"Only {tally.GetCount($"mutation {kind}")} {kind}.")
        );
        string[] ends =
        [
            "readings: objects accepted",
            "readings: objects rejected",
            "readings: bodies not JSON",
            "readings: objects read on the fast path",
            "market: objects accepted",
            "market: objects rejected",
            "market: bodies not JSON",
            "blocks: found damaged or missing",
            "market: found damaged or missing",
            "rejects: found damaged or missing",
            "results: found damaged or missing",
        ];
        Assert.All(ends, end => Assert.True(tally.GetCount(end) > Inputs / 400, $"Only {tally.GetCount(end)} {end}."));
    }
}
