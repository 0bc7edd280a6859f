namespace Settlement.Functions.Description;

/// <summary>Says what an HTTP function takes in the query.</summary>
/// <param name="name">The name of the parameter.</param>
/// <param name="type">The type that it is read as; a <see cref="Domain.Timetable.RunType"/> is named by its code.</param>
/// <param name="summary">What it does.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class QueryAttribute(string name, Type type, string summary) : Attribute
{
    public string Name { get; } = name;

    public Type Type { get; } = type;

    public string Summary { get; } = summary;

    public bool IsRequired { get; init; }

    /// <summary>The words that are understood, where it is not any text.</summary>
    public string[] Words { get; init; } = [];
}
