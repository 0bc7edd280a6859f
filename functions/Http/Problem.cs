using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Settlement.Reference.Csv;

namespace Settlement.Functions.Http;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Problem
{
    public static IActionResult BadRequest(string detail) => Create(StatusCodes.Status400BadRequest, "Bad request", detail);

    /// <summary>A bad request with its first errors and the number of all.</summary>
    public static IActionResult BadRequest(string detail, IReadOnlyList<ReferenceProblem> errors, long total) =>
        Create(StatusCodes.Status400BadRequest, "Bad request", detail, errors, total);

    public static IActionResult Unauthorized(string detail) => Create(StatusCodes.Status401Unauthorized, "Unauthorized", detail);

    public static IActionResult Forbidden(string detail) => Create(StatusCodes.Status403Forbidden, "Forbidden", detail);

    public static IActionResult TooLarge(string detail) => Create(StatusCodes.Status413PayloadTooLarge, "Too large", detail);

    public static IActionResult NotFound(string detail) => Create(StatusCodes.Status404NotFound, "Not found", detail);

    public static IActionResult Conflict(string detail) => Create(StatusCodes.Status409Conflict, "Conflict", detail);

    public static IActionResult Gone(string detail) => Create(StatusCodes.Status410Gone, "Gone", detail);

    public static IActionResult WrongType(string detail) =>
        Create(StatusCodes.Status415UnsupportedMediaType, "Unsupported media type", detail);

    public static JsonContent Create(
        int status,
        string title,
        string detail,
        IReadOnlyList<ReferenceProblem>? errors = null,
        long? total = null
    ) =>
        new(
            status,
            HttpJson.Write(new ProblemDocument("about:blank", title, status, detail, errors, total)),
            "application/problem+json; charset=utf-8"
        );
}
