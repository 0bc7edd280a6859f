using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Settlement.Architecture.Tests;

/// <summary>Reads from an assembly which of its namespaces use which others.</summary>
internal static class AssemblyUses
{
    /// <summary>Adds what the types below a root namespace use of one another.</summary>
    public static void AddTo(NamespaceGraph graph, string assemblyFile, string root)
    {
        using var module = ModuleDefinition.ReadModule(assemblyFile);
        foreach (var type in module.GetTypes())
        {
            var user = Outermost(type);
            foreach (var used in References(type).SelectMany(Parts).Select(Outermost))
            {
                if (IsBelow(user.Namespace, root) && IsBelow(used.Namespace, root))
                {
                    graph.Add(user.Namespace, used.Namespace, $"{user.Name} uses {used.Name}");
                }
            }
        }
    }

    private static bool IsBelow(string name, string root) => name == root || name.StartsWith($"{root}.", StringComparison.Ordinal);

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(each => each.InterfaceType),
            .. type.CustomAttributes.Select(each => each.AttributeType),
            .. type.GenericParameters.SelectMany(each => each.Constraints).Select(each => each.ConstraintType),
            .. type.Fields.Select(each => each.FieldType),
            .. type.Methods.SelectMany(References),
        ];

    private static IEnumerable<TypeReference?> References(MethodDefinition method) =>
        [
            .. Signature(method),
            .. method.CustomAttributes.Select(each => each.AttributeType),
            .. method.GenericParameters.SelectMany(each => each.Constraints).Select(each => each.ConstraintType),
            .. method.HasBody ? References(method.Body) : [],
        ];

    private static IEnumerable<TypeReference?> References(MethodBody body) =>
        [
            .. body.Variables.Select(each => each.VariableType),
            .. body.ExceptionHandlers.Select(each => each.CatchType),
            .. body.Instructions.SelectMany(each => Operand(each.Operand)),
        ];

    private static IEnumerable<TypeReference?> Operand(object? operand) =>
        operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method => [.. Operand(method.ElementMethod), .. method.GenericArguments],
            MethodReference method => [method.DeclaringType, .. Signature(method)],
            _ => [],
        };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        [method.ReturnType, .. method.Parameters.Select(each => each.ParameterType)];

    /// <summary>The type itself and those of its generic arguments, without pointers, arrays and the like around them.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
            TypeSpecification wrapped => Parts(wrapped.ElementType),
            _ => [type],
        };

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }
}
