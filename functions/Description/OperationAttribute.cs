namespace Settlement.Functions.Description;

/// <summary>Says what an HTTP function does. One without it is in no description.</summary>
/// <param name="summary">What it does, in a sentence.</param>
/// <param name="problems">
/// The statuses that it refuses a request with; 401 and 403 stand for themselves where not everybody may call it, 413 where it takes a body, 415 where it is a POST.
/// </param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationAttribute(string summary, params int[] problems) : Attribute
{
    public string Summary { get; } = summary;

    public IReadOnlyList<int> Problems { get; } = problems;
}
