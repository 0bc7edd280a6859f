using Settlement.Domain.Reference;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Fuzzing;

/// <summary>
/// Gives spoiled messages to the decoders. Whatever comes in, each object is accepted or has the very reasons that the contract gives, with its
/// own body; what is accepted says what the body says; the verdict is the same alone and among others; memory stays in proportion to the input.
/// </summary>
internal sealed class DecoderFuzz(FuzzCounts counts)
{
    /// <summary>What a decoder may ask for whatever comes: its tables, and strings for a few codes.</summary>
    private const long BytesAnyway = 96 * 1024;

    /// <summary>The shortest object takes two bytes and a reject has some hundred.</summary>
    private const long BytesEach = 160;

    private readonly ReferenceData _reference = FuzzMarket.References.LoadCurrentAsync().AsTask().GetAwaiter().GetResult();
    private readonly DecoderOracle _oracle = new(new OracleReference(FuzzMarket.Sets));

    private delegate IReadOnlyList<Decoded> Decoder(ReferenceData reference, IReadOnlyList<byte[]> bodies, out long allocated);

    /// <summary>Tries one input.</summary>
    /// <exception cref="FuzzFindingException">It was treated wrongly.</exception>
    public void Try(long seed)
    {
        var random = SeededRandom.Of(seed);
        if (random.Next(3) > 0)
            Try(seed, random, "readings", FuzzMessages.All.Reading, Decoders.Readings, _oracle.Readings);
        else
            Try(seed, random, "market", FuzzMessages.All.MarketInput, Decoders.Market, _oracle.Market);
    }

    private void Try(long seed, Random random, string hub, Func<Random, byte[]> message, Decoder decode, Func<byte[], Decoded> oracle)
    {
        var before = message(random);
        var input = new Mutator(random).Text(before, message(random), kind => counts.Count($"mutation {kind}"));
        counts.Count($"input {hub}");
        try
        {
            var alone = decode(_reference, [input], out _)[0];
            Same(seed, $"second verdict on {hub}", alone, decode(_reference, [input], out var allocated)[0]);
            if (allocated > BytesAnyway + (BytesEach * input.Length))
                throw new FuzzFindingException(seed, $"{input.Length} bytes of {hub} took {allocated} bytes of memory.");
            Same(seed, $"verdict on {hub}", oracle(input), alone);
            var among = decode(_reference, [before, input, before], out _);
            Same(seed, $"verdict on {hub} among others", alone with { Accepted = -1 }, among[1]);
            Same(seed, $"verdict on {hub} after a spoiled one", among[0], among[2]);
            counts.Count($"{hub}: objects accepted", alone.Accepted);
            counts.Count($"{hub}: objects rejected", alone.Rejects.Count);
            if (alone.Rejects is [{ Codes: ["not-json"] }])
                counts.Count($"{hub}: bodies not JSON");
        }
        catch (Exception e) when (e is not FuzzFindingException)
        {
            throw new FuzzFindingException(seed, $"a body of {hub} of {input.Length} bytes ended in {e.GetType().Name}: {e.Message}", e);
        }
    }

    private static void Same(long seed, string what, Decoded expected, Decoded actual)
    {
        if (expected.Accepted != actual.Accepted || !expected.Figures.SequenceEqual(actual.Figures) || expected.Rejects.Count != actual.Rejects.Count
            || expected.Rejects.Zip(actual.Rejects).Any(pair => pair.First.Place != pair.Second.Place || pair.First.Body != pair.Second.Body || !pair.First.Codes.SequenceEqual(pair.Second.Codes)))
        {
            throw new FuzzFindingException(seed, $"{what} should be {Short(expected)} and is {Short(actual)}");
        }
    }

    private static string Short(Decoded decoded) => decoded.ToString() is { Length: > 1_500 } text ? $"{text[..1_500]}…" : decoded.ToString();
}
