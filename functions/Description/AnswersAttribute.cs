using Microsoft.AspNetCore.Http;

namespace Settlement.Functions.Description;

/// <summary>
/// Says what an HTTP function answers. Of several with one status the answer is one of them. The type is the one that is serialized, so that its schema
/// is that of the answer; a page takes <c>limit</c> and <c>continuation</c>.
/// </summary>
/// <param name="type">The type of the answer.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswersAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;

    public int Status { get; init; } = StatusCodes.Status200OK;

    public string MediaType { get; init; } = "application/json";
}
