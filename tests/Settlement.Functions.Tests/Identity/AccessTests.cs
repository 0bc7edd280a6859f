using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Settlement.Functions.Identity;

namespace Settlement.Functions.Tests.Identity;

/// <summary>Every HTTP function says who may call it, and only operators change something.</summary>
public sealed class AccessTests
{
    private static readonly IReadOnlyList<(MethodInfo Method, HttpTriggerAttribute Trigger)> Functions =
    [
        .. typeof(SettlementApp)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Select(method =>
                (
                    method,
                    method
                        .GetParameters()
                        .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
                        .OfType<HttpTriggerAttribute>()
                        .FirstOrDefault()
                )
            )
            .Where(function => function.Item2 is not null)
            .Select(function => (function.method, function.Item2!)),
    ];

    [Fact]
    public void Every_http_function_has_a_rule()
    {
        Assert.NotEmpty(Functions);
        Assert.All(Functions, function => Assert.NotNull(function.Method.GetCustomAttribute<AccessAttribute>()));
    }

    [Fact]
    public void What_changes_something_is_for_operators() =>
        Assert.All(
            Functions.Where(function => !function.Trigger.Methods!.SequenceEqual(["get"])),
            function => Assert.Equal(AccessLevel.Operator, function.Method.GetCustomAttribute<AccessAttribute>()!.Level)
        );

    [Fact]
    public void Only_health_is_public() =>
        Assert.All(
            Functions.Where(function => function.Method.GetCustomAttribute<AccessAttribute>()!.Level == AccessLevel.Public),
            function => Assert.StartsWith("health/", function.Trigger.Route, StringComparison.Ordinal)
        );
}
