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
    private const long MaxLargeBytes = 64 << 20;
    private const long MaxSmallBytes = 8 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

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
        try
        {
            if (await ReadAsync(request, MaxBytes(set), cancellationToken) is not { } csv)
            {
                return Problem.TooLarge(
                    $"The set '{set}' may have {MaxBytes(set)} bytes over HTTP; load a larger one from a folder, with the command reference."
                );
            }
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
            return Problem.BadRequest(e.Message, e.Problems, e.Count);
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

    /// <summary>Of two sets each class or meter has rows; the others have as many as a market has participants, units or days.</summary>
    private static long MaxBytes(string set) =>
        set == ReferenceSets.Meters.Name || set == ReferenceSets.LossFactors.Name ? MaxLargeBytes : MaxSmallBytes;

    /// <summary>The body as text, or null where it is too large; what is beyond the limit is not read.</summary>
    private static async Task<string?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }
        using var bytes = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[1 << 16];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > limit)
            {
                return null;
            }
            bytes.Write(buffer, 0, read);
        }

        return Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static IActionResult NoSet(string set) =>
        Problem.NotFound($"There is no set '{set}'; the sets are {string.Join(", ", ReferenceSets.All.Select(known => known.Name))}.");
}
