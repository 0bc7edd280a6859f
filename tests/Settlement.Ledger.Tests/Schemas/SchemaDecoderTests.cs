using System.Text.Json;
using Json.Schema;

namespace Settlement.Ledger.Tests.Schemas;

/// <summary>The schemas of <c>docs/schemas</c> say of a message what the decoder says, but for the differences listed here.</summary>
public sealed class SchemaDecoderTests
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    [Fact]
    public void Every_kind_of_message_has_a_schema() => Assert.Equal(SchemaCorpus.Kinds.Order(StringComparer.Ordinal), MessageSchema.Kinds);

    [Fact]
    public void Schemas_are_valid_by_their_draft_and_describe_every_field() =>
        Assert.All(
            MessageSchema.Kinds,
            kind =>
            {
                using var schema = JsonDocument.Parse(MessageSchema.For(kind).Text);
                Assert.Equal(Draft, schema.RootElement.GetProperty("$schema").GetString());
                Assert.True(MetaSchemas.Draft202012.Evaluate(schema.RootElement).IsValid, $"{kind}: the schema is not valid by its draft.");
                Assert.All(
                    schema
                        .RootElement.GetProperty("properties")
                        .EnumerateObject()
                        .Where(field => !field.Value.TryGetProperty("const", out _)),
                    field => Assert.True(field.Value.TryGetProperty("description", out _), $"{kind}: {field.Name} has no description.")
                );
            }
        );

    [Fact]
    public void Schemas_and_decoder_agree_but_for_what_is_listed()
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        var differences = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var message in SchemaCorpus.All())
        {
            var verdict = message.Verdict;
            if (message.IsValidBySchema == (verdict == "accepted"))
            {
                continue;
            }

            if (verdict != "accepted" && verdict.Split(' ') is var reasons && reasons.All(SchemaDifferences.Codes.ContainsKey))
            {
                codes.UnionWith(reasons);
            }
            else
            {
                differences.Add($"{message.Name} -> {verdict}");
            }
        }

        // Lines of text, so that a failure shows which one is missing or extra.
        Assert.Equal(Lines(SchemaDifferences.Messages.Keys), Lines(differences));
        Assert.Equal(Lines(SchemaDifferences.Codes.Keys), Lines(codes));
    }

    private static string Lines(IEnumerable<string> names) => string.Join('\n', names.Order(StringComparer.Ordinal));
}
