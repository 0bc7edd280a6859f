using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;
using Settlement.Functions.Description;
using Settlement.Functions.Tests.Http;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Description;

/// <summary>
/// The OpenAPI document says all that the functions serve, and what it says is so. Every answer that a test reads as <see cref="Answer"/> is held to it;
/// those here are of each route that is read.
/// </summary>
[Collection(SettledMarket.Name)]
public sealed partial class OpenApiTests(SettledMarket market)
{
    private static readonly IReadOnlyList<(MethodInfo Method, HttpTriggerAttribute Trigger)> Functions =
    [
        .. typeof(SettlementApp)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(
                method => method.GetParameters(),
                (method, parameter) => (method, parameter.GetCustomAttribute<HttpTriggerAttribute>()!)
            )
            .Where(function => function.Item2 is not null),
    ];

    [Fact]
    public void Every_http_function_says_what_it_does_and_answers()
    {
        Assert.NotEmpty(Functions);
        Assert.All(
            Functions,
            function =>
            {
                Assert.NotNull(function.Method.GetCustomAttribute<OperationAttribute>());
                Assert.NotEmpty(function.Method.GetCustomAttributes<AnswersAttribute>());
            }
        );
    }

    [Fact]
    public void Every_route_is_in_the_document() =>
        Assert.Equal(
            Functions
                .SelectMany(function => function.Trigger.Methods!, (function, method) => $"{method} /api/{function.Trigger.Route}")
                .Order(StringComparer.Ordinal),
            ApiDocument.Routes.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_query_parameter_that_is_read_is_in_the_document()
    {
        var described = Parameters().Where(parameter => parameter.Text("in") == "query").Select(parameter => parameter.Text("name"));
        var read = Repository
            .Sources("functions")
            .SelectMany(file => QueryName().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .Distinct();
        Assert.Equal(read.Order(StringComparer.Ordinal), described.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_served_and_read_without_a_fault()
    {
        var answer = await market.Host.GetAsync("api/openapi.json");
        answer.Is(HttpStatusCode.OK);
        Assert.Equal(ApiDocument.Text, answer.Text);
        Assert.StartsWith("3.1.", answer.Json.Text("openapi"), StringComparison.Ordinal);
        var (document, diagnostic) = OpenApiDocument.Parse(answer.Text, OpenApiConstants.Json);
        Assert.Empty(diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(diagnostic.Warnings.Select(warning => warning.ToString()));
        Assert.Equal(ApiDocument.Json.GetProperty("paths").EnumerateObject().Count(), document!.Paths.Count);
    }

    /// <summary>A type whose converter the exporter cannot look into would be described as anything.</summary>
    [Fact]
    public void Every_field_of_an_answer_says_its_type() =>
        Assert.All(
            ApiDocument
                .Json.GetProperty("components")
                .GetProperty("schemas")
                .EnumerateObject()
                .SelectMany(
                    schema => schema.Value.GetProperty("properties").EnumerateObject(),
                    (schema, field) => (Name: $"{schema.Name}.{field.Name}", field.Value)
                ),
            field => Assert.True(SaysType(field.Value), $"{field.Name} is {field.Value}")
        );

    [Fact]
    public void Only_health_is_described_as_open() =>
        Assert.Equal(
            ["/api/health/live", "/api/health/ready"],
            ApiDocument
                .Json.GetProperty("paths")
                .EnumerateObject()
                .Where(path => path.Value.EnumerateObject().Any(method => method.Value.GetProperty("security").GetArrayLength() == 0))
                .Select(path => path.Name)
        );

    [Theory]
    [InlineData("api/settlement/2026-06-16", 200)]
    [InlineData("api/settlement/2026-06-15", 200)]
    [InlineData("api/settlement/2026-06-16/SF", 200)]
    [InlineData("api/settlement/2026-06-15/II", 200)]
    [InlineData("api/settlement/2026-06-16/R1", 404)]
    [InlineData("api/settlement/2026-06-16/SF/periods/17", 200)]
    [InlineData("api/settlement/2026-06-15/II/periods/17", 200)]
    [InlineData("api/settlement/2026-06-16/SF/parties/ALFA", 200)]
    [InlineData("api/settlement/2026-06-16/SF/parties/ALFA.csv", 200)]
    [InlineData("api/settlement/2026-06-16/latest?limit=5", 200)]
    [InlineData("api/reconciliation/2026-06-16?to=SF", 200)]
    [InlineData("api/reconciliation/2026-06-16?to=X", 400)]
    [InlineData("api/completeness/2026-06-16", 200)]
    [InlineData("api/completeness/2026-06-16?run=SF", 200)]
    [InlineData("api/completeness/2026-06-16/missing", 409)]
    [InlineData("api/rejects", 200)]
    [InlineData("api/load-shapes/2026-06-16", 200)]
    [InlineData("api/live/2026-06-16", 200)]
    [InlineData("api/live/2026-06-16?by=supplier", 200)]
    [InlineData("api/doubts?day=2026-06-16", 200)]
    [InlineData("api/partitions", 200)]
    [InlineData("api/calendar?from=2026-06-01&to=2026-06-30", 200)]
    [InlineData("api/audit", 200)]
    [InlineData("api/reference/components", 200)]
    [InlineData("api/dashboard", 200)]
    [InlineData("api/health/live", 200)]
    [InlineData("api/health/ready", 200)]
    public async Task An_answer_is_as_the_document_says(string path, int status) =>
        Assert.Equal(status, (int)(await market.Host.GetAsync(path)).Status);

    [Theory]
    [InlineData("""{"state":"live","version":"1"}""", true)]
    [InlineData("""{"state":"live"}""", false)]
    [InlineData("""{"state":"live","version":1}""", false)]
    [InlineData("""{"state":"live","version":"1","other":1}""", false)]
    public void An_answer_that_is_not_as_described_is_found(string answer, bool isRight) =>
        Assert.Equal(
            isRight,
            ApiDocument.FindFault(
                JsonSerializer.Deserialize<JsonElement>("""{"$ref":"#/components/schemas/LiveState"}"""),
                JsonSerializer.Deserialize<JsonElement>(answer)
            )
                is null
        );

    private static IEnumerable<JsonElement> Parameters() =>
        ApiDocument
            .Json.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Where(method => method.Value.TryGetProperty("parameters", out _))
            .SelectMany(method => method.Value.GetProperty("parameters").EnumerateArray());

    private static bool SaysType(JsonElement schema)
    {
        if (schema.TryGetProperty("items", out var items))
        {
            return SaysType(items);
        }
        return schema.TryGetProperty("additionalProperties", out var values) ? SaysType(values)
            : schema.TryGetProperty("oneOf", out var choices) ? choices.EnumerateArray().All(SaysType)
            : schema.TryGetProperty("type", out _) || schema.TryGetProperty("$ref", out _);
    }

    [GeneratedRegex("""Query(\[|\.TryGetValue\()"(?<name>\w+)"|TryDate\("(?<name>\w+)",""")]
    private static partial Regex QueryName();
}
