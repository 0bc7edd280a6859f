using System.Text.Json.Serialization;
using Settlement.Reference.Csv;

namespace Settlement.Functions.Http;

/// <summary>An error as <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Type">What kind of error it is.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, and what to do.</param>
/// <param name="Errors">Of reference data that were refused: the first faults.</param>
/// <param name="Total">Of reference data that were refused: the number of all faults.</param>
internal sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReferenceProblem>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total
);
