using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Invocation;

/// <summary>What a <see cref="FunctionContext"/> tells about its function.</summary>
internal sealed class EmbeddedFunctionDefinition(FunctionDescriptor function) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
    [.. function.Parameters.Select(p => new FunctionParameter(p.Name ?? "", p.ParameterType))];

    public override string PathToAssembly => function.Method.Module.Assembly.Location;

    public override string EntryPoint => function.Where;

    public override string Id => function.Name;

    public override string Name => function.Name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
        ImmutableDictionary<string, BindingMetadata>.Empty.Add(function.TriggerParameter.Name ?? "", new TriggerMetadata(function));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    private sealed class TriggerMetadata(FunctionDescriptor function) : BindingMetadata
    {
        public override string Name => function.TriggerParameter.Name ?? "";

        // The binding's type as Azure names it: "eventHubTrigger" for EventHubTriggerAttribute.
        public override string Type
        {
            get
            {
                var name = function.Trigger.GetType().Name;
                return char.ToLowerInvariant(name[0]) + name[1..^"Attribute".Length];
            }
        }

        public override BindingDirection Direction => BindingDirection.In;
    }
}
