using System.Reflection;
using System.Runtime.Loader;
using Google.Protobuf.Reflection;
using Settlement.Worker.Tests.Contract;
using Settlement.Worker.Tests.Host;

namespace Settlement.Worker.Tests;

/// <summary>The project's own <c>FunctionRpc.proto</c> is a part of the contract that the worker was built with.</summary>
[Collection(AppCollection.Name)]
public sealed class ContractTests(LoadedApp app)
{
    [Fact]
    public void Every_name_and_number_is_that_of_the_worker()
    {
        var theirs = Lines(FileDescriptorProto.Parser.ParseFrom(WorkersDescriptor()));
        Assert.Empty(Lines(FunctionRpcReflection.Descriptor.ToProto()).Except(theirs));
    }

    /// <summary>Read from the published assembly, whose types are internal and may be built on another version of Protobuf.</summary>
    private byte[] WorkersDescriptor()
    {
        var resolver = new AssemblyDependencyResolver(app.Published.Assembly);
        var context = new AssemblyLoadContext("worker", isCollectible: true);
        context.Resolving += (own, name) => resolver.ResolveAssemblyToPath(name) is { } path ? own.LoadFromAssemblyPath(path) : null;
        try
        {
            var assembly = context.LoadFromAssemblyPath(Path.Combine(app.Published.Folder, "Microsoft.Azure.Functions.Worker.Grpc.dll"));
            var reflection = assembly.GetType("Microsoft.Azure.Functions.Worker.Grpc.Messages.FunctionRpcReflection", throwOnError: true)!;
            var descriptor = reflection.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
            var data = descriptor.GetType().GetProperty("SerializedData")!.GetValue(descriptor)!;
            return (byte[])data.GetType().GetMethod("ToByteArray")!.Invoke(data, null)!;
        }
        finally
        {
            context.Unload();
        }
    }

    private static IEnumerable<string> Lines(FileDescriptorProto file) =>
        file
            .MessageType.SelectMany(message => Lines(message, $".{file.Package}"))
            .Concat(
                file.Service.SelectMany(service =>
                    service.Method.Select(method =>
                        $"{file.Package}.{service.Name}.{method.Name} "
                        + $"{method.InputType} {method.ClientStreaming} {method.OutputType} {method.ServerStreaming}"
                    )
                )
            );

    private static IEnumerable<string> Lines(DescriptorProto message, string within)
    {
        var name = $"{within}.{message.Name}";
        return message
            .Field.Select(field =>
                $"{name}.{field.Name} = {field.Number} {field.Type} {field.Label} {field.TypeName} {Choice(message, field)}"
            )
            .Concat(message.EnumType.SelectMany(type => type.Value.Select(value => $"{name}.{type.Name}.{value.Name} = {value.Number}")))
            .Concat(message.NestedType.SelectMany(nested => Lines(nested, name)));
    }

    private static string Choice(DescriptorProto message, FieldDescriptorProto field) =>
        field.HasOneofIndex ? message.OneofDecl[field.OneofIndex].Name : "";
}
