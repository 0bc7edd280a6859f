using System.Globalization;
using Azure.Messaging.EventHubs;

namespace Functions.Embedded.Hub;

/// <summary>Application properties and message fields of an event as bytes; nothing at all for an event without them.</summary>
internal static class EventMeta
{
    public static byte[]? Write(EventData data)
    {
        var properties = data.Properties;
        if (properties.Count == 0 && data.ContentType is null && data.MessageId is null && data.CorrelationId is null)
        {
            return null;
        }
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(data.ContentType ?? "");
        writer.Write(data.MessageId ?? "");
        writer.Write(data.CorrelationId ?? "");
        writer.Write(properties.Count);
        foreach (var (name, value) in properties)
        {
            writer.Write(name);
            WriteValue(writer, name, value);
        }

        return stream.ToArray();
    }

    public static (string? ContentType, string? MessageId, string? CorrelationId, Dictionary<string, object>? Properties) Read(byte[] meta)
    {
        using var reader = new BinaryReader(new MemoryStream(meta));
        var contentType = Optional(reader.ReadString());
        var messageId = Optional(reader.ReadString());
        var correlationId = Optional(reader.ReadString());
        var count = reader.ReadInt32();
        Dictionary<string, object>? properties = null;
        for (var i = 0; i < count; i++)
        {
            (properties ??= [])[reader.ReadString()] = ReadValue(reader);
        }
        return (contentType, messageId, correlationId, properties);
    }

    private static string? Optional(string text) => text.Length == 0 ? null : text;

    private static void WriteValue(BinaryWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.Write((byte)0);
                break;
            case string text:
                writer.Write((byte)1);
                writer.Write(text);
                break;
            case bool flag:
                writer.Write((byte)2);
                writer.Write(flag);
                break;
            case int number:
                writer.Write((byte)3);
                writer.Write(number);
                break;
            case long number:
                writer.Write((byte)4);
                writer.Write(number);
                break;
            case double number:
                writer.Write((byte)5);
                writer.Write(number);
                break;
            case decimal number:
                writer.Write((byte)6);
                writer.Write(number);
                break;
            case DateTimeOffset time:
                writer.Write((byte)7);
                writer.Write(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                writer.Write((byte)8);
                writer.Write(time.ToBinary());
                break;
            case Guid id:
                writer.Write((byte)9);
                writer.Write(id.ToByteArray());
                break;
            case byte[] bytes:
                writer.Write((byte)10);
                writer.Write(bytes.Length);
                writer.Write(bytes);
                break;
            default:
                throw new NotSupportedException(
                    $"The event property '{name}' has the type {value.GetType()}, which the hub does not carry."
                );
        }
    }

    private static object ReadValue(BinaryReader reader) =>
        reader.ReadByte() switch
        {
            0 => null!,
            1 => reader.ReadString(),
            2 => reader.ReadBoolean(),
            3 => reader.ReadInt32(),
            4 => reader.ReadInt64(),
            5 => reader.ReadDouble(),
            6 => reader.ReadDecimal(),
            7 => DateTimeOffset.Parse(reader.ReadString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            8 => DateTime.FromBinary(reader.ReadInt64()),
            9 => new Guid(reader.ReadBytes(16)),
            10 => reader.ReadBytes(reader.ReadInt32()),
            var tag => throw new InvalidDataException($"Unknown property tag {tag}."),
        };
}
