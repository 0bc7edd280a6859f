using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Embedded.Tests.Api;

public sealed class PackageApiTests
{
    private static readonly string[] Namespaces =
    [
        "Microsoft.Azure.Functions.Worker", "Microsoft.DurableTask", "Azure.Messaging.EventHubs",
        "Microsoft.Extensions.Hosting", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Logging",
    ];

    [Fact]
    public void Everything_in_the_namespaces_of_the_packages_is_as_the_packages_have_it()
    {
        var api = PublishedApi.Load();
        var types = OurPackageTypes().ToList();
        Assert.True(types.Count > 80, $"only {types.Count} types were looked at");
        var foreign = types.SelectMany(Signatures.Of).Where(line => !api.Has(line))
            .Select(line => $"{line}\n    expected: {string.Join("\n              ", api.Near(line))}")
            .ToList();
        Assert.True(foreign.Count == 0, $"{foreign.Count} signatures are not the packages':\n{string.Join("\n", foreign)}");
    }

    [Fact]
    public void Nothing_public_lies_in_a_namespace_that_is_neither_ours_nor_a_packages()
    {
        var strays = typeof(FunctionContext).Assembly.GetExportedTypes()
            .Where(t => t.Namespace != "Functions.Embedded" && !IsPackage(t))
            .Select(t => t.FullName);
        Assert.Empty(strays);
    }

    [Theory]
    [InlineData(typeof(TimerTriggerAttribute), AttributeTargets.Parameter)]
    [InlineData(typeof(HttpTriggerAttribute), AttributeTargets.Parameter)]
    [InlineData(typeof(FunctionAttribute), AttributeTargets.Method)]
    [InlineData(typeof(RetryAttribute), AttributeTargets.Method)]
    public void Attributes_go_where_the_packages_let_them(Type attribute, AttributeTargets targets)
    {
        var usage = (AttributeUsageAttribute)Attribute.GetCustomAttribute(attribute, typeof(AttributeUsageAttribute))!;
        Assert.Equal(targets, usage.ValidOn);
    }

    [Fact]
    public void The_formatter_sees_what_would_differ()
    {
        var api = PublishedApi.Load();
        var lines = Signatures.Of(typeof(Sample)).ToList();
        Assert.Contains("Functions.Embedded.Tests.Api.Sample : sealed class : System.IDisposable", lines);
        Assert.Contains("Functions.Embedded.Tests.Api.Sample.Find<T> : public System.Collections.Generic.List<string?>? Find<T>(T? key, int? limit = null, bool all = false) where T : class", lines);
        Assert.Contains("Functions.Embedded.Tests.Api.Sample.Name : public string { get; init; }", lines);
        Assert.DoesNotContain(lines, api.Has);
    }

    [Fact]
    public void A_member_as_code_uses_it_is_found_in_the_list()
    {
        var api = PublishedApi.Load();
        var call = typeof(TaskOrchestrationContext).GetMethods()
            .First(m => m is { Name: "CallActivityAsync", IsGenericMethod: true, IsAbstract: true })
            .MakeGenericMethod(typeof(int));
        var getter = typeof(Page<string>).GetProperty(nameof(Page<>.Values))!.GetMethod!;
        Assert.True(api.Has(Signatures.Of(Signatures.Definition(call))!));
        Assert.True(api.Has(Signatures.Of(Signatures.Definition(getter))!));
    }

    private static IEnumerable<Type> OurPackageTypes() => typeof(FunctionContext).Assembly.GetExportedTypes().Where(IsPackage);

    private static bool IsPackage(Type type) => Namespaces.Any(n => type.Namespace == n || type.Namespace!.StartsWith(n + ".", StringComparison.Ordinal));
}

/// <summary>Has one of each thing that a signature can get wrong.</summary>
public sealed class Sample : IDisposable
{
    public string Name { get; init; } = "";

    public List<string?>? Find<T>(T? key, int? limit = null, bool all = false)
        where T : class =>
        all || limit is not null ? [key?.ToString()] : null;

    public void Dispose()
    {
    }
}
