using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Functions.Http;
using Settlement.Functions.Operations;
using Settlement.Reference;
using Settlement.Reference.Sets;

namespace Settlement.Functions.Reference;

/// <summary>Loads and reads reference data.</summary>
public sealed class ReferenceFunctions(ReferenceStore references, AuditLog audit)
{
    /// <summary><c>PUT /api/reference/{set}</c>: replaces the whole set as a new version; refused whole, every row with its reason.</summary>
    [Function(nameof(PutReference))]
    public async Task<IActionResult> PutReference(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "reference/{set}")] HttpRequest request,
        string set,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (ReferenceSets.Find(set) is null)
        {
            return NoSet(set);
        }
        using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            var csv = await reader.ReadToEndAsync(cancellationToken);
            await audit.RecordAsync(request, "reference", set, null, cancellationToken);
            var versions = await references.ReplaceAsync(new Dictionary<string, string> { [set] = csv }, null, cancellationToken);
            return JsonContent.Ok(versions[set]);
        }
        catch (DecoderFallbackException)
        {
            return Problem.BadRequest($"The set '{set}' is not UTF-8.");
        }
        catch (ReferenceRejectedException e)
        {
            return Problem.BadRequest(e.Message, e.Problems);
        }
    }

    /// <summary><c>GET /api/reference/{set}?version=</c>: the set as CSV, by default its current version.</summary>
    [Function(nameof(GetReference))]
    public async Task<IActionResult> GetReference(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "reference/{set}")] HttpRequest request,
        string set,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (ReferenceSets.Find(set) is null)
        {
            return NoSet(set);
        }
        int? version = null;
        if (request.Query["version"].ToString() is { Length: > 0 } text)
        {
            if (!int.TryParse(text, out var number))
            {
                return Problem.BadRequest($"'{text}' is not a version.");
            }
            version = number;
        }

        return await references.ReadCsvAsync(set, version, cancellationToken) is { } csv
            ? new ContentResult { ContentType = "text/csv; charset=utf-8", Content = csv }
            : Problem.NotFound($"The set '{set}' has no version {version}.");
    }

    private static IActionResult NoSet(string set) =>
        Problem.NotFound($"There is no set '{set}'; the sets are {string.Join(", ", ReferenceSets.All.Select(known => known.Name))}.");
}
