using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Settlement.Ledger.Commits;
using Settlement.Reference.Sets;
using Settlement.Runs.Records;

namespace Settlement.Functions.Http;

/// <summary>
/// Around every HTTP function: bounds the request's body, answers what a function throws about the request or its data with a problem, and
/// sets the headers that every response has. A caller who has gone is no failure.
/// </summary>
internal sealed class HttpErrors : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Request.LimitBody(RequestBody.MaxBytes);
        if (RequestBody.FindWrongType(http.Request) is { } wrong)
        {
            await AnswerAsync(wrong);
            return;
        }
        try
        {
            await next(context);
        }
        catch (Exception e) when (IsGone(http, e))
        {
            // There is nobody to answer.
        }
        catch (Exception e) when (!http.Response.HasStarted && FindProblem(e) is { } problem)
        {
            await AnswerAsync(problem);
        }

        Task AnswerAsync(IActionResult problem) => problem.ExecuteResultAsync(new ActionContext { HttpContext = http });
    }

    private static bool IsGone(HttpContext http, Exception e) =>
        http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException;

    private static IActionResult? FindProblem(Exception e) =>
        e switch
        {
            // The server's: a body over the limit (413), one that comes too slowly (408), one that ends early (400).
            BadHttpRequestException bad => Problem.Create(bad.StatusCode, ReasonPhrases.GetReasonPhrase(bad.StatusCode), bad.Message),
            ReferenceRejectedException refused => Problem.BadRequest(refused.Message, refused.Problems, refused.Count),
            LedgerDataMissingException missing => Problem.Gone(missing.Message),
            RunDataGoneException gone => Problem.Gone(gone.Message),
            RunConflictException conflict => Problem.Conflict(conflict.Message),
            _ => null,
        };
}
