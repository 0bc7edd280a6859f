using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Functions.Embedded.Invocation;

/// <summary>A function as found in an assembly: a method, its trigger and its retry policy.</summary>
internal sealed class FunctionDescriptor
{
    public FunctionDescriptor(MethodInfo method)
    {
        Method = method;
        Name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        Parameters = method.GetParameters();
        Retry = method.GetCustomAttribute<RetryAttribute>();
        Invoker = MethodInvoker.Create(method);
        var triggers = Parameters.Where(p => p.GetCustomAttribute<TriggerBindingAttribute>() is not null).ToArray();
        if (triggers.Length != 1)
        {
            throw new InvalidOperationException($"The function '{Name}' ({Where}) has {triggers.Length} triggers; it needs one.");
        }

        if (method.IsDefined(typeof(OutputBindingAttribute), true))
        {
            throw new NotSupportedException(
                $"The function '{Name}' ({Where}) has an output binding; the embedded host has none. Use a client."
            );
        }

        TriggerParameter = triggers[0];
        Trigger = TriggerParameter.GetCustomAttribute<TriggerBindingAttribute>()!;
        Definition = new EmbeddedFunctionDefinition(this);
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    public MethodInvoker Invoker { get; }

    public ParameterInfo[] Parameters { get; }

    public ParameterInfo TriggerParameter { get; }

    public TriggerBindingAttribute Trigger { get; }

    public RetryAttribute? Retry { get; }

    public FunctionDefinition Definition { get; }

    public string Where => $"{Method.DeclaringType?.FullName}.{Method.Name}";
}
