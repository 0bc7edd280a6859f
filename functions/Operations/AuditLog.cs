using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Settlement.Functions.Identity;
using Settlement.Runs.Audit;

namespace Settlement.Functions.Operations;

/// <summary>Writes down who had something done, when and why, before it is done.</summary>
public sealed class AuditLog(AuditStore entries, ILogger<AuditLog> logger)
{
    private const int MaxText = 1_000;

    /// <summary>Writes an act down; its reason is that of the request's <c>?why=</c>, if it is not given here.</summary>
    /// <returns>The act.</returns>
    public async Task<AuditEntry> RecordAsync(HttpRequest request, string what, string of, string? why, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var entry = await entries.RecordAsync(
            Short(Caller.Of(request).Name),
            what,
            Short(of),
            Short(why ?? request.Query["why"].ToString()),
            cancellationToken
        );
        logger.AuditRecorded(entry.Who, entry.Action, entry.Subject, entry.Why);
        return entry;
    }

    /// <summary>Callers' text as one line of bounded length, so that it adds no line to the log or to a list.</summary>
    private static string Short(string text) =>
        string.Concat(text.Take(MaxText).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
}
