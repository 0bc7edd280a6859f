using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Operations;
using Settlement.Reference;
using Settlement.Reference.Sets;

namespace Settlement.Functions.Reference;

/// <summary>Loads and reads reference data.</summary>
public sealed class ReferenceFunctions(ReferenceStore references, AuditLog audit)
{
    private const long MaxLargeBytes = 64 << 20;
    private const long MaxSmallBytes = 8 << 20;
    private const int MaxBytesInMemory = 64 << 10;

    private static readonly SemaphoreSlim OneUpload = new(1);
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary><c>PUT /api/reference/{set}</c>: replaces the whole set as a new version; refused whole, every row with its reason.</summary>
    [Function(nameof(PutReference))]
    [Access(AccessLevel.Operator)]
    [Operation("Replaces a set as a new version; it is refused whole where a row is wrong.", 400, 404)]
    [Takes(typeof(string), MediaType = "text/csv")]
    [Answers(typeof(LoadedSet))]
    [Query("why", typeof(string), "Why, for the audit log.")]
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
        var limit = MaxBytes(set);
        if (request.ContentLength > limit)
        {
            return Problem.TooLarge(
                $"The set '{set}' may have {limit} bytes over HTTP; load a larger one from a folder, with the command reference."
            );
        }
        request.LimitBody(limit);
        await using var body = new FileBufferingReadStream(request.Body, MaxBytesInMemory, limit, Path.GetTempPath);
        await body.DrainAsync(cancellationToken);
        body.Position = 0;
        // One at a time: what is read of a set is in memory until it is stored.
        await OneUpload.WaitAsync(cancellationToken);
        try
        {
            await audit.RecordAsync(request, "reference", set, null, cancellationToken);
            var source = new ReferenceSource(set, () => new StreamReader(body, Strict, detectEncodingFromByteOrderMarks: false));
            var versions = await references.ReplaceAsync([source], null, cancellationToken);
            return JsonContent.Ok(LoadedSet.Create(versions[set], await references.FindDanglingAsync(cancellationToken)));
        }
        catch (DecoderFallbackException)
        {
            return Problem.BadRequest($"The set '{set}' is not UTF-8.");
        }
        finally
        {
            OneUpload.Release();
        }
    }

    /// <summary><c>GET /api/reference/{set}?version=</c>: the set as CSV, by default its current version.</summary>
    [Function(nameof(GetReference))]
    [Access(AccessLevel.Staff)]
    [Operation("A set as CSV, by default its current version.", 400, 404)]
    [Answers(typeof(string), MediaType = "text/csv")]
    [Query("version", typeof(int), "The version.")]
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
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return Problem.BadRequest($"'{text}' is not a version.");
            }
            version = number;
        }

        return await references.OpenCsvAsync(set, version, cancellationToken) is { } csv
            ? new FileStreamResult(csv, "text/csv; charset=utf-8")
            : Problem.NotFound($"The set '{set}' has no version {version}.");
    }

    /// <summary>Of two sets each class or meter has rows; the others have as many as a market has participants, units or days.</summary>
    private static long MaxBytes(string set) =>
        set == ReferenceSets.Meters.Name || set == ReferenceSets.LossFactors.Name ? MaxLargeBytes : MaxSmallBytes;

    private static IActionResult NoSet(string set) =>
        Problem.NotFound($"There is no set '{set}'; the sets are {string.Join(", ", ReferenceSets.All.Select(known => known.Name))}.");
}
