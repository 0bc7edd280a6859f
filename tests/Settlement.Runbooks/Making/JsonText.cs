using System.Text.Json;

namespace Settlement.Functions.Tests.Support;

/// <summary>What the shared worked example needs of the tests' helpers.</summary>
internal static class JsonText
{
    public static string Text(this JsonElement element, string field) => element.GetProperty(field).GetString()!;
}
