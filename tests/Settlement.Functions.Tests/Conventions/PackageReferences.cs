using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Functions.Embedded.Tests.Api;

namespace Settlement.Functions.Tests.Conventions;

/// <summary>What a compiled assembly takes from the packages, as lines of functions-api.txt: from its own tables, so that nothing is overlooked.</summary>
internal sealed class PackageReferences : IDisposable
{
    private static readonly string[] Namespaces = ["Microsoft.Azure.Functions.Worker", "Microsoft.DurableTask", "Azure.Messaging.EventHubs"];

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Module _module;
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly Assembly _packages;

    /// <param name="assembly">The assembly to look through.</param>
    /// <param name="packages">What stands for the packages here: all that is taken from it counts.</param>
    public PackageReferences(Assembly assembly, Assembly packages)
    {
        _module = assembly.ManifestModule;
        _packages = packages;
        _file = new PEReader(File.OpenRead(assembly.Location));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>The types referred to.</summary>
    public IReadOnlyList<Type> Types => [.. _metadata.TypeReferences.Select(handle => _module.ResolveType(MetadataTokens.GetToken(handle))).Where(IsOfPackages)];

    /// <summary>Types, methods, constructors, properties, fields and named arguments of attributes.</summary>
    public IReadOnlyList<string> Lines => [.. Types.Select(type => Signatures.Of(type).First()).Concat(Members().Concat(NamedArguments()).Select(Line)).Distinct().Order(StringComparer.Ordinal)];

    public void Dispose() => _file.Dispose();

    private IEnumerable<MemberInfo> Members() => _metadata.MemberReferences
        .Select(handle => _module.ResolveMember(MetadataTokens.GetToken(handle), TypeArguments, MethodArguments)!)
        .Where(member => member.DeclaringType is { } type && IsOfPackages(type))
        .Select(Definition);

    /// <summary>Resolving a member of a generic instance needs something for the arguments; its definition is looked up afterwards.</summary>
    private static Type[] TypeArguments => [.. Enumerable.Repeat(typeof(object), 32)];

    private static Type[] MethodArguments => TypeArguments;

    private IEnumerable<MemberInfo> NamedArguments() => _metadata.CustomAttributes.SelectMany(handle =>
    {
        var attribute = _metadata.GetCustomAttribute(handle);
        var constructor = (ConstructorInfo)_module.ResolveMethod(MetadataTokens.GetToken(attribute.Constructor))!;
        var type = constructor.DeclaringType!;
        return IsOfPackages(type) ? attribute.DecodeValue(new AttributeTypes()).NamedArguments.Select(argument => type.GetMember(argument.Name!).Single()) : [];
    });

    private static MemberInfo Definition(MemberInfo member) => member.DeclaringType is { IsConstructedGenericType: true } type
        ? type.GetGenericTypeDefinition().GetMembers(Declared).Single(other => other.MetadataToken == member.MetadataToken)
        : member;

    private static string Line(MemberInfo member)
    {
        if (member is MethodInfo { IsSpecialName: true } accessor)
        {
            var property = accessor.DeclaringType!.GetProperties(Declared).FirstOrDefault(p => p.GetMethod == accessor || p.SetMethod == accessor);
            return Signatures.Of(property ?? member) ?? $"{member.DeclaringType}.{member.Name} is hidden";
        }

        return Signatures.Of(member) ?? $"{member.DeclaringType}.{member.Name} is hidden";
    }

    private bool IsOfPackages(Type type) =>
        type.Assembly == _packages || Namespaces.Any(space => type.Namespace == space || type.Namespace?.StartsWith(space + ".", StringComparison.Ordinal) == true);

    /// <summary>Attribute values are decoded for their names only.</summary>
    private sealed class AttributeTypes : ICustomAttributeTypeProvider<string>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => "System.Type";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeReference(handle).Name);

        public string GetTypeFromSerializedName(string name) => name;

        /// <summary>The enums in the packages' attributes are of int.</summary>
        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == "System.Type";
    }
}
