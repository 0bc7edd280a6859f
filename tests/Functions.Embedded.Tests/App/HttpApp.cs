using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Tests.App;

public sealed class HttpApp(Recorder recorder)
{
    [Function("Item")]
    public IActionResult Item(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id}")] HttpRequest request,
        int id,
        FunctionContext context
    ) =>
        new OkObjectResult(
            new
            {
                Id = id,
                Query = request.Query["q"].ToString(),
                context.FunctionDefinition.Name,
            }
        );

    [Function("SpecialItem")]
    public string SpecialItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/special")] HttpRequest request) => "special";

    [Function("Echo")]
    public async Task<IActionResult> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new ContentResult
        {
            Content = await reader.ReadToEndAsync(),
            ContentType = "text/plain",
            StatusCode = 201,
        };
    }

    [Function("Result")]
    public IResult Result([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Json(new { ok = true }, statusCode: 418);

    [Function("Plain")]
    public Task<Dictionary<string, int>> Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Task.FromResult(new Dictionary<string, int> { ["a"] = 1 });

    [Function("Nothing")]
    public Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => recorder.CallAsync("Nothing", null);

    [Function("Dates")]
    public string Dates(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dates/{day}/{id}")] HttpRequest request,
        DateTime day,
        Guid id
    ) => $"{day:yyyyMMdd} {id:n}";

    [Function("Throws")]
    public string Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException("a secret");

    [Function("Guarded")]
    public string Guarded([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => "in";

    [Function("Guarded4Admin")]
    public string Guarded4Admin([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => "in";

    [Function("Context")]
    public string Context([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
        context.GetHttpContext() is { } http && http.Request == request ? (string?)context.Items["marked"] ?? "unmarked" : "no context";

    [Function("StartOrchestration")]
    public async Task<IActionResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{name}/{id}")] HttpRequest request,
        string name,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        var options = new Microsoft.DurableTask.StartOrchestrationOptions(id);
        await client.ScheduleNewOrchestrationInstanceAsync(name, "input", options, cancellationToken);
        return new ObjectResult(client.CreateHttpManagementPayload(id)) { StatusCode = 202 };
    }
}
