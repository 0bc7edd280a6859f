using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Invocation;

/// <summary>All functions of the app, by name.</summary>
internal sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionDescriptor> _functions = new(StringComparer.OrdinalIgnoreCase);

    public FunctionCatalog(IEnumerable<Assembly> assemblies)
    {
        foreach (var method in assemblies.Distinct().SelectMany(MethodsOf))
        {
            var function = new FunctionDescriptor(method);
            if (!_functions.TryAdd(function.Name, function))
            {
                throw new InvalidOperationException(
                    $"Two functions are named '{function.Name}': {_functions[function.Name].Where} and {function.Where}."
                );
            }
        }
    }

    public IEnumerable<FunctionDescriptor> All => _functions.Values;

    public FunctionDescriptor? Find(string name) => _functions.GetValueOrDefault(name);

    public IEnumerable<(FunctionDescriptor Function, TTrigger Trigger)> With<TTrigger>()
        where TTrigger : Attribute => _functions.Values.Where(f => f.Trigger is TTrigger).Select(f => (f, (TTrigger)(Attribute)f.Trigger));

    /// <summary>The settings under which the app's event hub functions look for their namespace.</summary>
    public static IEnumerable<string> Connections(IEnumerable<Assembly> assemblies) =>
        assemblies
            .Distinct()
            .SelectMany(MethodsOf)
            .SelectMany(m => m.GetParameters())
            .Select(p => p.GetCustomAttribute<EventHubTriggerAttribute>()?.Connection)
            .OfType<string>()
            .Distinct();

    private static IEnumerable<MethodInfo> MethodsOf(Assembly assembly) =>
        assembly
            .GetTypes()
            .SelectMany(t =>
                t.GetMethods(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
                )
            )
            .Where(m => m.IsDefined(typeof(FunctionAttribute), false));
}
