using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Embedded.Tests.App;

public static class FirstVersion
{
    public const string Name = "Versioned_1";

    [Function(Name)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var square = await context.CallActivityAsync<int>("Square", 3);
        await context.WaitForExternalEvent<string>("go");
        return $"first {square}";
    }
}

/// <summary>Asks for something else than <see cref="FirstVersion"/>, whose histories it could not replay.</summary>
public static class SecondVersion
{
    public const string Name = "Versioned_2";

    [Function(Name)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        $"second {await context.CallActivityAsync<int>("Square", 2)}";
}
