using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Storage.Json;

/// <summary>How single values are written as JSON: numbers from decimal without trailing zeros, days and instants as text, enumerations by their codes.</summary>
public static class ValueConverters
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<JsonConverter> All { get; } =
    [
        new PlainDecimal(),
        new DayText(),
        new InstantText(),
        new CodeOf<EnergyAccount>(),
        new CodeOf<Flow>(),
        new CodeOf<Quality>(),
        new CodeOf<QualityClass>(),
        new CodeOf<MarketSegment>(),
        new CodeOf<RunState>(),
    ];

    /// <summary>A decimal without trailing zeros and without a sign on zero.</summary>
    public static decimal Plain(decimal value) => value == 0 ? 0 : value / 1.0000000000000000000000000000m;

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
