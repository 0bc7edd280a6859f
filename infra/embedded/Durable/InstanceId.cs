using System.Diagnostics.CodeAnalysis;

namespace Functions.Embedded.Durable;

/// <summary>The rules for ids that callers choose: what the documentation of Durable Functions allows, of printable ASCII.</summary>
internal static class InstanceId
{
    private const int MaxLength = 100;

    public static bool IsFit(string id, [NotNullWhen(false)] out string? fault)
    {
        fault =
            id.Length is 0 or > MaxLength ? $"An instance id has 1 to {MaxLength} characters."
            : id[0] == '@' ? "An instance id that begins with @ is an entity's."
            : id.Any(c => c is < ' ' or > '~' or '/' or '\\' or '#' or '?') ? @"An instance id is printable ASCII without / \ # ?."
            : id[0] == ' ' || id[^1] == ' ' ? "An instance id does not begin or end with a space."
            : null;
        return fault is null;
    }
}
