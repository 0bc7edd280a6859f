using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;

namespace Settlement.Functions.Description;

/// <summary>The HTTP functions, for machines.</summary>
public sealed class GetOpenApi
{
    /// <summary>The code does not change while it runs, so that the document is made once.</summary>
    private static readonly Lazy<Task<byte[]>> Document = new(WriteAsync);

    /// <summary><c>GET /api/openapi.json</c>: OpenAPI 3.1.</summary>
    [Function(nameof(GetOpenApi))]
    [Access(AccessLevel.Reader)]
    [Operation("This document.")]
    [Answers(typeof(JsonObject))]
    public static async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "openapi.json")] HttpRequest request
    ) => new JsonContent(StatusCodes.Status200OK, await Document.Value);

    private static async Task<byte[]> WriteAsync() =>
        Encoding.UTF8.GetBytes(await ApiDescription.Create().SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
}
