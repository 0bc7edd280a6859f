using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Storage.Json;

/// <summary>How everything of ours is written as JSON: contract names, numbers from decimal without trailing zeros, days and instants as text.</summary>
public static class LedgerJson
{
    /// <summary>The options of every reader and writer.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Writes a value as UTF-8 JSON.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Reads a value from UTF-8 JSON.</summary>
    /// <exception cref="JsonException">The bytes are not such a value.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"No {typeof(T).Name} can be null.");

    /// <summary>A decimal without trailing zeros and without a sign on zero.</summary>
    public static decimal Plain(decimal value) => value == 0 ? 0 : value / 1.0000000000000000000000000000m;

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        };
        options.Converters.Add(new PlainDecimal());
        options.Converters.Add(new DayText());
        options.Converters.Add(new InstantText());
        options.Converters.Add(new CodeOf<EnergyAccount>());
        options.Converters.Add(new CodeOf<Flow>());
        options.Converters.Add(new CodeOf<Quality>());
        options.Converters.Add(new CodeOf<QualityClass>());
        options.Converters.Add(new CodeOf<MarketSegment>());
        options.Converters.Add(new CodeOf<RunState>());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class PlainDecimal : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Plain(value));
    }

    private sealed class DayText : JsonConverter<SettlementDay>
    {
        public override SettlementDay Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            SettlementDay.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, SettlementDay value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class InstantText : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString()!).GetValueOrThrow();

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class CodeOf<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            CodeText.TryParse<T>(reader.GetString(), out var value)
                ? value
                : throw new JsonException($"'{reader.GetString()}' is no {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text());
    }
}
