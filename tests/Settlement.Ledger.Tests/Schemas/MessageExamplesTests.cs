using System.Globalization;
using Settlement.Domain.Reference;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Messages;
using Settlement.Reference;
using Settlement.Reference.Sets;

namespace Settlement.Ledger.Tests.Schemas;

/// <summary>
/// The examples of <c>docs/messages.md</c> are given to the schemas and the decoder, with the reference data of the same page.
/// </summary>
public sealed class MessageExamplesTests
{
    [Fact]
    public async Task Messages_have_the_verdict_that_the_page_says()
    {
        var reference = await ReferenceOfThePageAsync();
        Assert.All(
            MessageExamples.All.Where(example => example.Language == "json"),
            example =>
            {
                Assert.Equal(example.Codes, Codes(example, reference));
                if (example.Codes.Length == 0)
                {
                    Assert.True(
                        MessageSchema.For(example.Name).Accepts(example.Text),
                        $"The schema of {example.Name} refuses {example.Text}."
                    );
                }
            }
        );
    }

    [Fact]
    public void Every_kind_and_every_set_has_an_example()
    {
        Assert.Equal(MessageSchema.Kinds, Names("json"));
        Assert.Equal(ReferenceSets.All.Select(set => set.Name).Order(StringComparer.Ordinal), Names("csv"));
    }

    [Fact]
    public void Every_field_of_a_schema_and_every_reject_code_is_on_the_page()
    {
        var fields = MessageSchema.Kinds.SelectMany(kind => MessageSchema.For(kind).Fields.Select(field => $"\"{field}\""));
        var codes = RejectReasonCodes.All.Select(code => $"`{code}`");
        Assert.All(fields.Concat(codes), name => Assert.Contains(name, MessageExamples.Document, StringComparison.Ordinal));
    }

    [Fact]
    public void Known_parameters_are_on_the_page_with_their_defaults()
    {
        var known = MarketParameters.Defaults.Select(parameter =>
            string.Create(CultureInfo.InvariantCulture, $"{parameter.Key} {parameter.Value}")
        );
        var listed = MessageExamples
            .Document.Split("<!-- parameters -->")[1]
            .Split("<!-- end -->")[0]
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(row => row.Split('|'))
            .SelectMany(cells => cells[1].Split(',').Zip(cells[2].Split(','), (name, value) => $"{name.Trim(' ', '`')} {value.Trim()}"));
        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(string language) =>
        MessageExamples
            .All.Where(example => example.Language == language)
            .Select(example => example.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static string Codes(MessageExample example, ReferenceData reference)
    {
        var source = Decoding.Event(example.Text);
        var rejects =
            example.Name == SchemaCorpus.Reading
                ? new ReadingDecoder(reference).Decode([source]).Rejects
                : new MarketDecoder(reference).Decode([source]).Rejects;
        return string.Join(' ', rejects.SelectMany(reject => reject.Reasons.ToCodes()));
    }

    private static async Task<ReferenceData> ReferenceOfThePageAsync()
    {
        var store = new ReferenceStore(new InMemoryTableStore());
        var sets = MessageExamples.All.Where(example => example.Language == "csv");
        await store.ReplaceAsync(sets.ToDictionary(example => example.Name, example => example.Text, StringComparer.Ordinal));
        return await store.LoadCurrentAsync();
    }
}
