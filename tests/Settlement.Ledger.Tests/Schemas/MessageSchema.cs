using System.Text.Json;
using Json.Schema;

namespace Settlement.Ledger.Tests.Schemas;

/// <summary>A schema of <c>docs/schemas</c>, evaluated with <c>format</c> as an assertion.</summary>
internal sealed class MessageSchema
{
    private const string Extension = ".schema.json";

    private static readonly EvaluationOptions Options = new() { RequireFormatValidation = true };

    private static readonly Dictionary<string, MessageSchema> ByKind = Directory
        .EnumerateFiles(Repository.Path("docs", "schemas"), "*" + Extension)
        .Select(file => new MessageSchema(file))
        .ToDictionary(schema => schema.Kind, StringComparer.Ordinal);

    private readonly JsonSchema _schema;

    private MessageSchema(string file)
    {
        Kind = Path.GetFileName(file)[..^Extension.Length];
        Text = File.ReadAllText(file);
        _schema = JsonSchema.FromText(Text);
        using var document = JsonDocument.Parse(Text);
        Fields = [.. document.RootElement.GetProperty("properties").EnumerateObject().Select(field => field.Name)];
    }

    /// <summary>The kinds that have a schema, in ordinal order.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. ByKind.Keys.Order(StringComparer.Ordinal)];

    public string Kind { get; }

    public string Text { get; }

    /// <summary>The fields of the message.</summary>
    public IReadOnlyList<string> Fields { get; }

    public static MessageSchema For(string kind) => ByKind[kind];

    public bool Accepts(string message)
    {
        using var document = JsonDocument.Parse(message);
        return _schema.Evaluate(document.RootElement, Options).IsValid;
    }
}
