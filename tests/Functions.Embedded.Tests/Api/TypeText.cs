using System.Reflection;

namespace Functions.Embedded.Tests.Api;

/// <summary>Writes types in C# with their nullability, which the compiler leaves as bytes in attributes.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type) => Write(type, new Flags([0]));

    public static string Of(ParameterInfo parameter) =>
        Write(parameter.ParameterType, FlagsOf(parameter.GetCustomAttributesData(), parameter.Member));

    public static string Of(PropertyInfo property) => Write(property.PropertyType, FlagsOf(property.GetCustomAttributesData(), property));

    public static string Of(FieldInfo field) => Write(field.FieldType, FlagsOf(field.GetCustomAttributesData(), field));

    private static Flags FlagsOf(IList<CustomAttributeData> own, MemberInfo member)
    {
        if (Bytes(own, "NullableAttribute") is { } bytes) return new Flags(bytes);
        for (var scope = member; scope is not null; scope = scope.DeclaringType)
        {
            // An accessor carries the context that its property has no place for.
            if (Bytes(scope.GetCustomAttributesData(), "NullableContextAttribute") is { } context) return new Flags(context);
            if (scope is PropertyInfo property)
            {
                var accessor = property.GetMethod ?? property.SetMethod;
                if (Bytes(accessor!.GetCustomAttributesData(), "NullableContextAttribute") is { } inner) return new Flags(inner);
            }
        }

        return new Flags([0]);
    }

    private static byte[]? Bytes(IList<CustomAttributeData> attributes, string name)
    {
        var attribute = attributes.FirstOrDefault(a => a.AttributeType.Name == name);
        return attribute?.ConstructorArguments[0].Value switch
        {
            byte one => [one],
            IReadOnlyCollection<CustomAttributeTypedArgument> many => [.. many.Select(m => (byte)m.Value!)],
            _ => null,
        };
    }

    private static string Write(Type type, Flags flags)
    {
        if (type.IsByRef) return Write(type.GetElementType()!, flags);
        if (Nullable.GetUnderlyingType(type) is { } inner) return Write(inner, flags) + "?";
        if (type.IsArray)
        {
            var mark = flags.Next();
            return Write(type.GetElementType()!, flags) + "[]" + mark;
        }

        if (type.IsGenericParameter) return type.Name + flags.Next();
        if (type.IsValueType && !type.IsGenericType) return Keywords.GetValueOrDefault(type) ?? type.FullName!.Replace('+', '.');
        var own = flags.Next();
        if (Keywords.TryGetValue(type, out var keyword)) return keyword + own;
        if (!type.IsGenericType) return type.FullName!.Replace('+', '.') + own;
        var name = (type.GetGenericTypeDefinition().FullName ?? type.Name).Replace('+', '.');
        var arguments = type.GetGenericArguments().Select(a => Write(a, flags)).ToList();
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>{(type.IsValueType ? "" : own)}";
    }

    /// <summary>One byte for each reference in a type, outside in; a single byte stands for all.</summary>
    private sealed class Flags(byte[] bytes)
    {
        private int _at;

        public string Next()
        {
            var flag = bytes.Length == 1 ? bytes[0] : bytes[_at++];
            return flag == 2 ? "?" : "";
        }
    }
}
