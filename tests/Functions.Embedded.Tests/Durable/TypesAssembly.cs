using System.Reflection;

namespace Functions.Embedded.Tests.Durable;

/// <summary>An app of some of the types that are compiled into this assembly, so that one test can play several deployments.</summary>
internal sealed class TypesAssembly(params Type[] types) : Assembly
{
    public override Type[] GetTypes() => types;
}
