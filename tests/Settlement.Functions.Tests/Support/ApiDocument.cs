using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using Microsoft.OpenApi;
using Settlement.Functions.Description;

namespace Settlement.Functions.Tests.Support;

/// <summary>The OpenAPI document, to which answers are held: a field that it does not have fails as well as one that is missing.</summary>
internal static partial class ApiDocument
{
    private static readonly EvaluationOptions Options = new() { RequireFormatValidation = true, OutputFormat = OutputFormat.List };

    public static string Text { get; } =
        ApiDescription.Create().SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1).GetAwaiter().GetResult();

    public static JsonElement Json { get; } = JsonSerializer.Deserialize<JsonElement>(Text);

    private static readonly JsonObject Definitions = Close(Json.GetProperty("components").GetProperty("schemas"));

    private static readonly IReadOnlyList<Operation> Operations =
    [
        .. Json.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => Operation.Create(path.Name, method))),
    ];

    /// <summary>Methods and paths, as in <c>get /api/audit</c>.</summary>
    public static IEnumerable<string> Routes => Operations.Select(operation => $"{operation.Method} {operation.Path}");

    /// <summary>Checks an answer: its path, status and content type are described, and its JSON is valid. Paths of the host are not the document's.</summary>
    public static void Check(HttpRequestMessage request, Answer answer)
    {
        var (method, path) = (request.Method, request.RequestUri!.AbsolutePath);
        if (Find(method, path) is not { } operation)
        {
            return;
        }
        var what = $"{method} {path} answers {(int)answer.Status} {answer.ContentType}";
        Assert.True(operation.Responses.TryGetProperty($"{(int)answer.Status}", out var response), $"{what}, a status not described.");
        Assert.True(
            response.GetProperty("content").TryGetProperty(answer.ContentType ?? "", out var media),
            $"{what}, a type not described."
        );
        if (answer.ContentType!.EndsWith("json", StringComparison.Ordinal))
        {
            var fault = FindFault(media.GetProperty("schema"), answer.Json);
            Assert.True(fault is null, $"{what}, not as described: {fault}");
        }
    }

    /// <summary>What is wrong with a value by one of the document's schemas; null where it is valid.</summary>
    public static string? FindFault(JsonElement schema, JsonElement value)
    {
        var whole = JsonSerializer.SerializeToNode(new { allOf = new[] { schema } })!.AsObject();
        whole["$defs"] = Definitions.DeepClone();
        var text = whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        var found = JsonSchema.FromText(text).Evaluate(value, Options);
        var errors = (found.Details ?? [])
            .Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!, (detail, error) => $"{detail.InstanceLocation} {error.Key}: {error.Value}");
        return found.IsValid ? null : $"not valid; {string.Join("; ", errors.Take(5))}";
    }

    private static Operation? Find(HttpMethod method, string path) =>
        Operations
            .Where(operation =>
                operation.Method.Equals(method.Method, StringComparison.OrdinalIgnoreCase) && operation.Pattern.IsMatch(path)
            )
            .MinBy(operation =>
                operation.Path.Count(letter => letter == '{') - (operation.Path.EndsWith(".csv", StringComparison.Ordinal) ? 1 : 0)
            );

    /// <summary>The schemas of objects, closed against fields that they do not have.</summary>
    private static JsonObject Close(JsonElement schemas)
    {
        var closed = JsonObject.Create(schemas)!;
        foreach (var (_, schema) in closed)
        {
            if (schema!["properties"] is not null)
            {
                schema["additionalProperties"] = false;
            }
        }
        return closed;
    }

    [GeneratedRegex(@"\\\{\w+\}")]
    private static partial Regex Placeholder();

    private sealed record Operation(string Path, string Method, Regex Pattern, JsonElement Responses)
    {
        public static Operation Create(string path, JsonProperty method) =>
            new(
                path,
                method.Name,
                new Regex($"^{Placeholder().Replace(Regex.Escape(path), "[^/]+")}$"),
                method.Value.GetProperty("responses")
            );
    }
}
