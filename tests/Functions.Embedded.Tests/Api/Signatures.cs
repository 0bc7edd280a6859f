using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Functions.Embedded.Tests.Api;

/// <summary>
/// Writes types and their public and protected members as lines of functions-api.txt: `type[.member] : signature`, with
/// nullability, defaults and modifiers, without attributes.
/// </summary>
public static class Signatures
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The type's own line and those of its members. What the compiler makes for every record is left out.</summary>
    public static IEnumerable<string> Of(Type type)
    {
        yield return TypeLine(type);
        if (typeof(Delegate).IsAssignableFrom(type)) yield break;
        foreach (var member in type.GetMembers(Declared))
        {
            if (Of(member) is { } line) yield return line;
        }
    }

    /// <summary>The line of one member, null for what callers cannot see or the compiler made.</summary>
    public static string? Of(MemberInfo member)
    {
        var owner = TypeName(member.DeclaringType!);
        return member switch
        {
            FieldInfo { DeclaringType.IsEnum: true, IsLiteral: true } constant =>
                $"{owner}.{constant.Name} = {Convert.ToInt64(constant.GetRawConstantValue(), null)}",
            FieldInfo field when IsSeen(field) && !field.IsSpecialName => $"{owner}.{field.Name} : {Field(field)}",
            PropertyInfo property when Accessors(property).Any(IsSeen) && property.Name != "EqualityContract" =>
                $"{owner}.{property.Name} : {Property(property)}",
            ConstructorInfo constructor when IsSeen(constructor) && !constructor.IsStatic => $"{owner}..ctor : {Constructor(constructor)}",
            MethodInfo method when IsSeen(method) && !IsAccessor(method) && !IsMadeByCompiler(method) =>
                $"{owner}.{MethodName(method)} : {Method(method)}",
            _ => null,
        };
    }

    /// <summary>
    /// The member as its type declares it, for one found in code that uses it: generic arguments taken out, an accessor turned into
    /// its property.
    /// </summary>
    public static MemberInfo Definition(MemberInfo member)
    {
        if (member is MethodInfo { IsGenericMethod: true } generic) member = generic.GetGenericMethodDefinition();
        if (member.DeclaringType is { IsGenericType: true, IsGenericTypeDefinition: false } closed)
        {
            member = closed.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(member);
        }

        return member is MethodInfo method && IsAccessor(method)
            ? member.DeclaringType!.GetProperties(Declared).First(p => Accessors(p).Contains(method))
            : member;
    }

    /// <summary>A type's name without namespace aliases: generic parameters by name, nested types behind a dot.</summary>
    public static string TypeName(Type type)
    {
        var name = type.FullName ?? type.Namespace + "." + type.Name;
        name = name.Replace('+', '.');
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(a => a.Name))}>";
    }

    private static string TypeLine(Type type)
    {
        var name = TypeName(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{name} : delegate {TypeText.Of(invoke.ReturnParameter)} ({Parameters(invoke)})";
        }

        if (type.IsEnum) return $"{name} : enum";
        var bases = Bases(type).ToList();
        return $"{name} : {Kind(type)}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}";
    }

    private static string Kind(Type type)
    {
        if (type.IsInterface) return "interface";
        var isRecord = type.GetMethod("<Clone>$", Declared) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        if (type.IsValueType) return isRecord ? "record struct" : "struct";
        var kind = isRecord ? "record" : "class";
        return type switch
        {
            { IsAbstract: true, IsSealed: true } => "static " + kind,
            { IsAbstract: true } => "abstract " + kind,
            { IsSealed: true } => "sealed " + kind,
            _ => kind,
        };
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) yield return TypeText.Of(parent);
        foreach (var text in type.GetInterfaces().Where(i => i.IsVisible).Select(TypeText.Of).Order(StringComparer.Ordinal)) yield return text;
    }

    private static string Field(FieldInfo field)
    {
        if (field.IsLiteral) return $"{Access(field)} const {TypeText.Of(field)} = {field.GetRawConstantValue()}";
        return $"{Access(field)} {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeText.Of(field)}";
    }

    private static string Property(PropertyInfo property)
    {
        var widest = Accessors(property).Where(IsSeen).OrderBy(a => a.IsPublic ? 0 : 1).First();
        var access = Access(widest);
        var text = new StringBuilder().Append(access).Append(Modifiers(widest)).Append(' ').Append(TypeText.Of(property)).Append(" { ");
        foreach (var accessor in Accessors(property).Where(IsSeen))
        {
            if (Access(accessor) != access) text.Append(Access(accessor)).Append(' ');
            text.Append(accessor == property.GetMethod ? "get; " : IsInit(accessor) ? "init; " : "set; ");
        }

        return text.Append('}').ToString();
    }

    private static string Constructor(ConstructorInfo constructor)
    {
        var name = constructor.DeclaringType!.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return $"{Access(constructor)} {(tick < 0 ? name : name[..tick])}({Parameters(constructor)})";
    }

    private static string Method(MethodInfo method) =>
        $"{Access(method)}{Modifiers(method)} {TypeText.Of(method.ReturnParameter)} {MethodName(method)}({Parameters(method)}){Constraints(method)}";

    private static string MethodName(MethodInfo method) => method.IsGenericMethodDefinition
        ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>"
        : method.Name;

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface) return "";
        if (method.IsStatic) return " static";
        if (method.GetBaseDefinition() != method) return " override";
        if (method.IsAbstract) return " abstract";
        return method is { IsVirtual: true, IsFinal: false } ? " virtual" : "";
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute), false);
        return string.Join(", ", method.GetParameters().Select((p, i) => Parameter(p, isExtension && i == 0)));
    }

    private static string Parameter(ParameterInfo parameter, bool isThis)
    {
        var prefix = isThis ? "this "
            : parameter.IsOut ? "out "
            : parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params "
            : parameter.ParameterType.IsByRef ? "ref "
            : "";
        return $"{prefix}{TypeText.Of(parameter)} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue) return "";
        var type = parameter.ParameterType;
        return " = " + parameter.RawDefaultValue switch
        {
            null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private static string Constraints(MethodInfo method)
    {
        if (!method.IsGenericMethodDefinition || method.GetBaseDefinition() != method) return "";
        var all = "";
        foreach (var argument in method.GetGenericArguments())
        {
            var constraints = new List<string>();
            if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) constraints.Add("class");
            constraints.AddRange(argument.GetGenericParameterConstraints().Select(TypeText.Of));
            if (constraints.Count > 0) all += $" where {argument.Name} : {string.Join(", ", constraints)}";
        }

        return all;
    }

    private static IEnumerable<MethodInfo> Accessors(PropertyInfo property) =>
        new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>();

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsSeen(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "public" : method.IsFamilyOrAssembly ? "protected internal" : "protected";

    private static string Access(FieldInfo field) => field.IsPublic ? "public" : "protected";

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal));

    private static bool IsMadeByCompiler(MethodInfo method)
    {
        // Overrides of object's own methods are in every type and in no listing.
        if (method.GetBaseDefinition() is { } origin && origin.DeclaringType == typeof(object)) return true;
        var isRecord = Kind(method.DeclaringType!).Contains("record", StringComparison.Ordinal);
        return isRecord && (method.IsDefined(typeof(CompilerGeneratedAttribute), false)
            || method.Name is "Deconstruct" or "<Clone>$" or "PrintMembers" or "Equals" or "op_Equality" or "op_Inequality");
    }
}
