namespace Settlement.Functions.Description;

/// <summary>Says what an HTTP function takes as the request's body.</summary>
/// <param name="type">The type of the body.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;

    public string MediaType { get; init; } = "application/json";
}
