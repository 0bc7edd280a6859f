using Functions.Embedded.Logging;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Http;

/// <summary>
/// Answers what goes wrong with application/problem+json, in one place: a client's mistake by its own status, a failure as 500 and in the
/// log, and every refusal that has no body yet, such as that of an unknown route. A caller who has gone gets no answer and no line.
/// </summary>
internal sealed class ProblemResponses(RequestDelegate next, ILoggerFactory loggers)
{
    private readonly ILogger _log = loggers.CreateLogger("Functions.Embedded.Http");

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (IsGone(http, e))
        {
            // There is nobody to answer.
            return;
        }
        catch (Exception e) when (!http.Response.HasStarted && FindMistake(e) is var (status, detail))
        {
            _log.Refused(http.Request.Method, LogText.OneLine(http.Request.Path), status, LogText.OneLine(detail));
            await Problems.WriteAsync(http, status, ReasonPhrases.GetReasonPhrase(status), detail);
        }
        catch (Exception e)
        {
            var name = http.GetEndpoint()?.DisplayName ?? "The host";
            _log.FunctionFailed(e, name, http.Request.Method, LogText.OneLine(http.Request.Path));
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }
            await Problems.WriteAsync(http, StatusCodes.Status500InternalServerError, "The function failed.");
        }

        var response = http.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            var detail = Describe(http);
            // The Functions host knows a route by its method too: another method finds nothing.
            var status = response.StatusCode == StatusCodes.Status405MethodNotAllowed ? StatusCodes.Status404NotFound : response.StatusCode;
            response.Headers.Allow = default;
            await Problems.WriteAsync(http, status, ReasonPhrases.GetReasonPhrase(status), detail);
        }
    }

    private static bool IsGone(HttpContext http, Exception e) =>
        e is ConnectionAbortedException or ConnectionResetException
        || (http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException or ObjectDisposedException);

    private static (int Status, string Detail)? FindMistake(Exception e) =>
        e switch
        {
            // Kestrel's: a body over the limit (413), one that comes too slowly (408), one that ends early (400).
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            HttpBindingException binding => (StatusCodes.Status400BadRequest, binding.Message),
            _ => null,
        };

    private static string Describe(HttpContext http)
    {
        var path = LogText.OneLine(http.Request.Path);
        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"Nothing is served at {http.Request.Method} {path}.",
            StatusCodes.Status405MethodNotAllowed => $"{path} does not take {http.Request.Method}; it takes {http.Response.Headers.Allow}.",
            _ => $"{http.Request.Method} {path} was refused.",
        };
    }
}
