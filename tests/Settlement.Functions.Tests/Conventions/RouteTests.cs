using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Settlement.Functions.Tests.Conventions;

/// <summary>HTTP functions serve the routes of the contract and no others.</summary>
public sealed class RouteTests
{
    /// <summary>The contract's table, below /api.</summary>
    private static readonly string[] Contract =
    [
        "post settlement/{day}/{run}",
        "post settlement/{day}/{run}/verify",
        "get settlement/{day}",
        "get settlement/{day}/{run}",
        "get settlement/{day}/{run}/periods/{period}",
        "get settlement/{day}/{run}/parties/{id}",
        "get settlement/{day}/{run}/parties/{id}.csv",
        "get settlement/{day}/latest",
        "get reconciliation/{day}",
        "get completeness/{day}",
        "get readings/{mpan}/{day}",
        "get rejects",
        "post rejects/replay",
        "get load-shapes/{day}",
        "get forecast/{day}",
        "get forecast/accuracy",
        "get live/{day}",
        "put reference/{set}",
        "get reference/{set}",
        "get dashboard",
        "get health/live",
        "get health/ready",
        "get openapi.json",
    ];

    /// <summary>What operators need beyond it: a partition that is stopped must show itself and can be let go on; what they did is kept.</summary>
    private static readonly string[] Operators =
    [
        "get audit",
        "get partitions",
        "post partitions/{hub}/{partition}/set-aside",
        "post partitions/{hub}/{partition}/epoch",
    ];

    /// <summary>What explains the figures.</summary>
    private static readonly string[] Explanations =
    [
        "get reconciliation/{day}/movement",
        "get reconciliation/{day}/movement/meters",
        "get completeness/{day}/missing",
        "post settlement/{day}/{run}/periods/{period}/dry",
    ];

    /// <summary>What was asked for since: when runs fall due, and doubtful values.</summary>
    private static readonly string[] Asked = ["get calendar", "get doubts", "post doubts/release"];

    /// <summary>Those that are built.</summary>
    private static readonly string[] Built =
    [
        "post settlement/{day}/{run}",
        "get settlement/{day}",
        "get settlement/{day}/{run}",
        "get settlement/{day}/{run}/periods/{period}",
        "get settlement/{day}/{run}/parties/{id}",
        "get settlement/{day}/{run}/parties/{id}.csv",
        "get settlement/{day}/latest",
        "get readings/{mpan}/{day}",
        "get rejects",
        "post rejects/replay",
        "put reference/{set}",
        "get reference/{set}",
        "get dashboard",
        "get health/live",
        "get health/ready",
        "get live/{day}",
        "get reconciliation/{day}",
        "get completeness/{day}",
        "get load-shapes/{day}",
        "get openapi.json",
    ];

    [Fact]
    public void Every_route_is_in_the_contract_or_was_asked_for() =>
        Assert.Empty(Routes().Except(Contract).Except(Operators).Except(Explanations).Except(Asked));

    [Fact]
    public void Every_route_that_was_asked_for_is_served() =>
        Assert.Empty(Built.Concat(Operators).Concat(Explanations).Concat(Asked).Except(Routes()));

    [Fact]
    public void Only_health_is_anonymous() =>
        Assert.Equal(
            ["health/live", "health/ready"],
            Triggers()
                .Where(trigger => trigger.AuthLevel == AuthorizationLevel.Anonymous)
                .Select(trigger => trigger.Route)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Function_names_are_unique()
    {
        var names = Functions().Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name).ToList();
        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
    }

    private static IEnumerable<string> Routes() =>
        Triggers().SelectMany(trigger => trigger.Methods!, (trigger, method) => $"{method} {trigger.Route}");

    private static IEnumerable<HttpTriggerAttribute> Triggers() =>
        Functions()
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .OfType<HttpTriggerAttribute>();

    private static IEnumerable<MethodInfo> Functions() =>
        typeof(SettlementApp)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
                )
            )
            .Where(method => method.IsDefined(typeof(FunctionAttribute)));
}
