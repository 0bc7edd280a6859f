using System.Text.Json;

namespace Settlement.Testing.App;

internal static class JsonText
{
    public static string Text(this JsonElement element, string field) => element.GetProperty(field).GetString()!;
}
