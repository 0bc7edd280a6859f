using System.Text.Json;
using Azure.Messaging.EventHubs;

namespace Functions.Embedded.Triggers;

/// <summary>Gives events as the type that a function's parameter asks for.</summary>
internal static class EventBinding
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static object? Batch(Type type, IReadOnlyList<EventData> events)
    {
        var element =
            type.IsArray ? type.GetElementType()!
            : type.IsGenericType ? type.GenericTypeArguments[0]
            : typeof(EventData);
        if (element == typeof(EventData))
        {
            return events as EventData[] ?? [.. events];
        }
        var values = Array.CreateInstance(element, events.Count);
        for (var i = 0; i < events.Count; i++)
        {
            values.SetValue(One(element, events[i]), i);
        }
        return values;
    }

    public static object? One(Type type, EventData data)
    {
        if (type == typeof(EventData))
        {
            return data;
        }
        if (type == typeof(string))
        {
            return data.EventBody.ToString();
        }
        if (type == typeof(byte[]))
        {
            return data.EventBody.ToArray();
        }
        if (type == typeof(BinaryData))
        {
            return data.EventBody;
        }
        return type == typeof(ReadOnlyMemory<byte>)
            ? data.EventBody.ToMemory()
            : data.EventBody.ToObjectFromJson<JsonElement>().Deserialize(type, Json);
    }
}
