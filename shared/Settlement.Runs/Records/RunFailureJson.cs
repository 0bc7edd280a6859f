using System.Text.Json;
using System.Text.Json.Serialization;

namespace Settlement.Runs.Records;

/// <summary>How a failure is stored: as an object; records of earlier versions have a text, which is read by <see cref="RunFailureText"/>.</summary>
internal sealed class RunFailureJson : JsonConverter<RunFailure>
{
    private static readonly string[] Kinds = ["step", "terminated", "orchestration"];

    public override RunFailure Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return RunFailureText.Parse(reader.GetString()!);
        }
        var stored = JsonSerializer.Deserialize<Stored>(ref reader, options)!;
        var kind = (RunFailureKind)Array.IndexOf(Kinds, stored.Kind);
        if (kind < 0)
        {
            throw new JsonException($"The failure of a run record has the kind '{stored.Kind}'; known are {string.Join(", ", Kinds)}.");
        }
        if (stored.Message is null || kind == RunFailureKind.Step == string.IsNullOrEmpty(stored.Step))
        {
            throw new JsonException(
                $"The failure of a run record, of kind '{stored.Kind}', lacks its step or message, or names a step though none failed."
            );
        }
        return new RunFailure(kind, stored.Step, stored.Input, stored.Message);
    }

    public override void Write(Utf8JsonWriter writer, RunFailure value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Stored(Kinds[(int)value.Kind], value.Step, value.Input, value.Message), options);

    private sealed record Stored(string? Kind, string? Step, string? Input, string? Message);
}
