using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Settlement.Functions.Http;
using Settlement.Runs.Records;

namespace Settlement.Functions.Description;

/// <summary>The OpenAPI document of the HTTP functions, from their triggers and from what their attributes say of them.</summary>
internal sealed partial class ApiDescription
{
    /// <summary>The prefix of routes, the Functions host's default.</summary>
    private const string Prefix = "/api/";

    private const string KeyScheme = "functionKey";
    private const string KeyHeader = "x-functions-key";
    private const string ProblemType = "application/problem+json";

    private readonly OpenApiDocument _document = new()
    {
        Info = new OpenApiInfo
        {
            Title = "Settlement",
            Version = RunStore.CodeVersion,
            Description =
                "Energy is kWh in readings and load shapes, MWh everywhere else; money is GBP; days are Settlement Days, Europe/London. "
                + "App Service authentication says who asks; a party is answered its own rows and the market's totals.",
        },
        Servers = [new OpenApiServer { Url = "/" }],
        Paths = [],
        Components = new OpenApiComponents(),
    };

    private readonly Schemas _schemas = new();

    private ApiDescription() { }

    /// <summary>Describes the functions of this assembly.</summary>
    public static OpenApiDocument Create()
    {
        var description = new ApiDescription();
        description.AddAll();
        return description._document;
    }

    private void AddAll()
    {
        _document.AddComponent<IOpenApiSecurityScheme>(
            KeyScheme,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = KeyHeader,
                Description = "A key of the function or of the host.",
            }
        );
        foreach (var function in Find().OrderBy(function => function.Trigger.Route, StringComparer.Ordinal))
        {
            Add(function);
        }
        foreach (var (name, schema) in _schemas.All)
        {
            _document.AddComponent<IOpenApiSchema>(name, Read(schema));
        }
    }

    private void Add(DescribedFunction function)
    {
        var path = Prefix + function.Trigger.Route;
        if (!_document.Paths.TryGetValue(path, out var known) || known is not OpenApiPathItem item)
        {
            item = new OpenApiPathItem();
            _document.Paths.Add(path, item);
        }
        foreach (var method in function.Trigger.Methods!)
        {
            item.AddOperation(new HttpMethod(method.ToUpperInvariant()), Describe(function));
        }
    }

    private OpenApiOperation Describe(DescribedFunction function) =>
        new()
        {
            OperationId = function.Name,
            Summary = function.Operation.Summary,
            Tags = new HashSet<OpenApiTagReference> { Tag(function.Trigger.Route!.Split('/')[0]) },
            Parameters = [.. PathParameters(function), .. QueryParameters(function)],
            RequestBody = function.Takes is { } takes
                ? new OpenApiRequestBody { Required = true, Content = Content(takes.MediaType, ToSchema(_schemas.OfBody(takes.Type))) }
                : null,
            Responses = Responses(function),
            Security =
                function.Trigger.AuthLevel == AuthorizationLevel.Anonymous
                    ? []
                    : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, _document)] = [] }],
        };

    private OpenApiTagReference Tag(string name)
    {
        _document.Tags ??= new HashSet<OpenApiTag>();
        if (_document.Tags.All(tag => tag.Name != name))
        {
            _document.Tags.Add(new OpenApiTag { Name = name });
        }
        return new OpenApiTagReference(name, _document);
    }

    private IEnumerable<IOpenApiParameter> PathParameters(DescribedFunction function) =>
        Placeholder()
            .Matches(function.Trigger.Route!)
            .Select(match => match.Groups["name"].Value)
            .Select(name =>
            {
                var (summary, schema) = Parameters.InPath(name, _schemas);
                return new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Description = summary,
                    Schema = ToSchema(schema),
                };
            });

    private IEnumerable<IOpenApiParameter> QueryParameters(DescribedFunction function)
    {
        foreach (var query in function.Queries)
        {
            yield return Query(query.Name, query.Summary, query.IsRequired, Parameters.InQuery(query, _schemas));
        }
        if (function.Answers.Any(answer => answer.Type.IsAssignableTo(typeof(IPage))))
        {
            yield return Query("limit", "How many items a page has.", false, Parameters.Whole(1, Paging.MaxLimit, Paging.DefaultLimit));
            yield return Query("continuation", "The next page, as the one before gave it.", false, Parameters.Text());
        }
    }

    private OpenApiParameter Query(string name, string summary, bool isRequired, JsonNode schema) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Required = isRequired,
            Description = summary,
            Schema = ToSchema(schema),
        };

    private OpenApiResponses Responses(DescribedFunction function)
    {
        var responses = new OpenApiResponses();
        foreach (var answers in function.Answers.GroupBy(answer => answer.Status).OrderBy(answers => answers.Key))
        {
            var content = answers
                .GroupBy(answer => answer.MediaType, StringComparer.Ordinal)
                .ToDictionary(
                    media => media.Key,
                    IOpenApiMediaType (media) =>
                        new OpenApiMediaType { Schema = OneOf([.. media.Select(answer => _schemas.OfAnswer(answer.Type))]) },
                    StringComparer.Ordinal
                );
            responses.Add($"{answers.Key}", new OpenApiResponse { Description = Phrase(answers.Key), Content = content });
        }
        foreach (var status in function.Problems)
        {
            var content = Content(ProblemType, ToSchema(_schemas.OfAnswer(typeof(ProblemDocument))));
            responses.Add($"{status}", new OpenApiResponse { Description = Phrase(status), Content = content });
        }
        return responses;
    }

    private static string Phrase(int status) => ReasonPhrases.GetReasonPhrase(status);

    private static Dictionary<string, IOpenApiMediaType> Content(string mediaType, IOpenApiSchema schema) =>
        new(StringComparer.Ordinal) { [mediaType] = new OpenApiMediaType { Schema = schema } };

    private IOpenApiSchema OneOf(IReadOnlyList<JsonNode> schemas) =>
        schemas.Count == 1 ? ToSchema(schemas[0]) : new OpenApiSchema { AnyOf = [.. schemas.Select(ToSchema)] };

    private IOpenApiSchema ToSchema(JsonNode schema) =>
        Schemas.FindReferred(schema) is { } name ? new OpenApiSchemaReference(name, _document) : Read(schema.ToJsonString());

    private OpenApiSchema Read(string schema) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(schema, OpenApiSpecVersion.OpenApi3_1, _document, out _, OpenApiConstants.Json)
        ?? throw new InvalidOperationException($"No schema: {schema}");

    private static IEnumerable<DescribedFunction> Find() =>
        typeof(ApiDescription)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Select(DescribedFunction.Find)
            .OfType<DescribedFunction>();

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Placeholder();
}
