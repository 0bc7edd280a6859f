using Settlement.Domain.Reference;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Fuzzing;

/// <summary>
/// Gives spoiled messages to the decoders. Whatever comes in, each object is accepted or has the very reasons that the contract gives, with its
/// own body; what is accepted says what the body says; the verdict is the same alone and among others; memory stays in proportion to the input.
/// </summary>
internal sealed class DecoderFuzz(Tally counts)
{
    /// <summary>What a decoder may ask for whatever comes: its tables, and strings for a few codes.</summary>
    private const long BytesAnyway = 96 * 1024;

    /// <summary>The shortest object takes two bytes and a reject has some hundred.</summary>
    private const long BytesEach = 160;

    /// <summary>So many neighbouring seeds share decoders that remember what they read.</summary>
    private const int InputsEach = 400;

    /// <summary>At noon, and around the midnights that a clock moves.</summary>
    private static readonly DateTimeOffset[] Times =
    [
        new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero),
        new(2026, 10, 24, 22, 59, 59, 999, TimeSpan.Zero),
        new(2026, 10, 24, 23, 0, 0, TimeSpan.Zero),
        new(2026, 10, 25, 23, 59, 59, 999, TimeSpan.Zero),
        new(2026, 10, 26, 0, 0, 0, TimeSpan.Zero),
        new(2027, 7, 31, 23, 30, 0, TimeSpan.Zero),
    ];

    private readonly ReferenceData _reference = FuzzMarket.References.LoadCurrentAsync().AsTask().GetAwaiter().GetResult();
    private readonly DecoderOracle _oracle = new(new OracleReference(FuzzMarket.Sets));
    private (long Number, DecoderUnderTest Readings, DecoderUnderTest Market) _kept = (long.MinValue, null!, null!);

    /// <summary>Tries one input.</summary>
    /// <exception cref="FuzzFindingException">It was treated wrongly.</exception>
    public void Try(long seed)
    {
        var number = Math.DivRem(seed, InputsEach).Quotient;
        if (_kept.Number != number)
        {
            _kept = (number, new ReadingsUnderTest(_reference), new MarketUnderTest(_reference));
        }
        var random = SeededRandom.Create(seed);
        if (random.Next(3) > 0)
        {
            Try(
                seed,
                random,
                "readings",
                FuzzMessages.All.Reading,
                () => new ReadingsUnderTest(_reference),
                _kept.Readings,
                _oracle.Readings
            );
        }
        else
        {
            Try(seed, random, "market", FuzzMessages.All.MarketInput, () => new MarketUnderTest(_reference), _kept.Market, _oracle.Market);
        }
    }

    private void Try(
        long seed,
        Random random,
        string hub,
        Func<Random, byte[]> message,
        Func<DecoderUnderTest> make,
        DecoderUnderTest experienced,
        Func<SentBody, Decoded> oracle
    )
    {
        var (good, enqueued) = (message(random), random.Next(2) == 0 ? Times[0] : Times[random.Next(Times.Length)]);
        var before = new SentBody(good, Times[random.Next(Times.Length)]);
        var input = new SentBody(new Mutator(random).Text(good, message(random), kind => counts.Count($"mutation {kind}")), enqueued);
        counts.Count($"input {hub}");
        try
        {
            var expected = oracle(input);
            var (fresh, other) = (make(), make());
            Same(seed, $"verdict on {hub}", expected, fresh.Decode(input)[0]);
            Same(seed, $"second verdict on {hub}", expected, fresh.Decode(input)[0]);
            if (fresh.Allocated > BytesAnyway + (BytesEach * input.Bytes.Length))
            {
                throw new FuzzFindingException(seed, $"{input.Bytes.Length} bytes of {hub} took {fresh.Allocated} bytes of memory.");
            }
            var among = other.Decode(before, input, before);
            Same(seed, $"verdict on {hub} among others", expected with { Accepted = -1 }, among[1]);
            Same(seed, $"verdict on {hub} after a spoiled one", among[0], among[2]);
            var fastBefore = experienced.ReadOnFastPath;
            Same(
                seed,
                $"verdict on {hub} by a decoder that has read inputs {seed - (seed % InputsEach)} to {seed - 1} before",
                expected,
                experienced.Decode(input)[0]
            );
            counts.Count($"{hub}: objects read on the fast path", other.ReadOnFastPath + experienced.ReadOnFastPath - fastBefore);
            counts.Count($"{hub}: objects accepted", expected.Accepted);
            counts.Count($"{hub}: objects rejected", expected.Rejects.Count);
            if (expected.Rejects is [{ Codes: ["not-json"] }])
            {
                counts.Count($"{hub}: bodies not JSON");
            }
        }
        catch (Exception e) when (e is not FuzzFindingException)
        {
            throw new FuzzFindingException(
                seed,
                $"a body of {hub} of {input.Bytes.Length} bytes ended in {e.GetType().Name}: {e.Message}",
                e
            );
        }
    }

    private static void Same(long seed, string what, Decoded expected, Decoded actual)
    {
        if (
            expected.Accepted != actual.Accepted
            || !expected.Figures.SequenceEqual(actual.Figures)
            || expected.Rejects.Count != actual.Rejects.Count
            || expected
                .Rejects.Zip(actual.Rejects)
                .Any(pair =>
                    pair.First.Place != pair.Second.Place
                    || pair.First.Body != pair.Second.Body
                    || !pair.First.Codes.SequenceEqual(pair.Second.Codes)
                )
        )
        {
            throw new FuzzFindingException(seed, $"{what} should be {Short(expected)} and is {Short(actual)}");
        }
    }

    private static string Short(Decoded decoded) =>
        decoded.ToString() is { Length: > 1_500 } text ? $"{text[..1_500]}…" : decoded.ToString();
}
