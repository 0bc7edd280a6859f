using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Http;

namespace Settlement.Functions.Description;

/// <summary>
/// JSON Schemas of types as <see cref="HttpJson"/> writes and reads them. An object's schema is a component, which others refer to by its name.
/// </summary>
internal sealed class Schemas
{
    private const string Components = "#/components/schemas/";

    /// <summary>What converters of the project write, which no exporter can know.</summary>
    private static readonly Dictionary<Type, (string Type, string? Format)> Written = new()
    {
        [typeof(decimal)] = ("number", "decimal"),
        [typeof(SettlementDay)] = ("string", "date"),
        [typeof(Instant)] = ("string", "date-time"),
        [typeof(int)] = ("integer", "int32"),
        [typeof(long)] = ("integer", "int64"),
    };

    private readonly SortedDictionary<string, (Type Type, string Schema)> _components = new(StringComparer.Ordinal);

    /// <summary>The schemas of objects by their names.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _components.Select(each => KeyValuePair.Create(each.Key, each.Value.Schema));

    /// <summary>The schema of what is answered: every field is there, except one that is left out where it is null.</summary>
    public JsonNode OfAnswer(Type type) => Export(type, HttpJson.Options, isAnswer: true);

    /// <summary>The schema of what is taken: no other fields.</summary>
    public JsonNode OfBody(Type type) => Export(type, HttpJson.Strict, isAnswer: false);

    /// <summary>The component that a schema refers to; null where it is no reference.</summary>
    public static string? FindReferred(JsonNode schema) =>
        schema is JsonObject @object && @object["$ref"]?.GetValue<string>() is { } reference ? reference[Components.Length..] : null;

    private JsonNode Export(Type type, JsonSerializerOptions options, bool isAnswer) =>
        options.GetJsonSchemaAsNode(
            type,
            new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = (context, schema) => Transform(context, schema, options, isAnswer),
            }
        );

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode node, JsonSerializerOptions options, bool isAnswer)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var schema = node as JsonObject ?? [];
        var isNullable =
            type != context.TypeInfo.Type
            || (context.PropertyInfo is { } property && Nullable.GetUnderlyingType(property.PropertyType) is not null)
            || (schema["type"] is JsonArray types && types.Any(each => each?.GetValue<string>() == "null"))
            || (IsSeenBefore(schema) && context.PropertyInfo is { IsGetNullable: true });
        if (Written.TryGetValue(type, out var written))
        {
            schema = new JsonObject { ["type"] = written.Type, ["format"] = written.Format };
        }
        else if (type.IsEnum)
        {
            var codes = Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, options));
            schema = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. codes]) };
        }
        else if (FindObject(context.TypeInfo, type, options) is { } info)
        {
            return Refer(IsSeenBefore(schema) ? Name(info.Type) : Add(info, schema, isAnswer), isNullable);
        }
        else if (IsSeenBefore(schema))
        {
            schema = Export(type, options, isAnswer).AsObject();
        }
        else
        {
            return schema;
        }

        if (isNullable)
        {
            schema["type"] = new JsonArray(schema["type"]!.GetValue<string>(), "null");
            (schema["enum"] as JsonArray)?.Add(null);
        }
        return schema;
    }

    /// <summary>Of a type that it has met before, the exporter says where; that place is not in the document.</summary>
    private static bool IsSeenBefore(JsonObject schema) => schema.ContainsKey("$ref");

    private static JsonTypeInfo? FindObject(JsonTypeInfo info, Type type, JsonSerializerOptions options) =>
        (info.Type == type ? info : options.GetTypeInfo(type)) is { Kind: JsonTypeInfoKind.Object } found ? found : null;

    private string Add(JsonTypeInfo info, JsonObject schema, bool isAnswer)
    {
        schema["type"] = "object";
        schema.Remove("required");
        if (isAnswer && schema["properties"] is JsonObject properties)
        {
            var required = info
                .Properties.Where(property => properties.ContainsKey(property.Name) && !IsLeftOut(property))
                .Select(property => JsonValue.Create(property.Name));
            schema["required"] = new JsonArray([.. required]);
        }

        var name = Name(info.Type);
        var text = schema.ToJsonString();
        if (_components.TryGetValue(name, out var known) && (known.Type != info.Type || known.Schema != text))
        {
            throw new InvalidOperationException($"{known.Type} and {info.Type} would both be described as '{name}'; rename one of them.");
        }
        _components[name] = (info.Type, text);
        return name;
    }

    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property
            .AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            .OfType<JsonIgnoreAttribute>()
            .Any(ignored => ignored.Condition is JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault) == true;

    private static JsonObject Refer(string name, bool isNullable)
    {
        var reference = new JsonObject { ["$ref"] = Components + name };
        return isNullable ? new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, reference) } : reference;
    }

    /// <summary>A page of runs is named after both, RunItemPage.</summary>
    private static string Name(Type type) =>
        type.IsGenericType ? string.Concat(type.GetGenericArguments().Select(Name)) + type.Name[..type.Name.IndexOf('`', 0)] : type.Name;
}
