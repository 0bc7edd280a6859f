using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Embedded.Tests.App;

public sealed class OrchestrationApp(Recorder recorder)
{
    [Function("FanOut")]
    public static async Task<int[]> FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var count = context.GetInput<int>();
        var results = await Task.WhenAll(Enumerable.Range(0, count).Select(i => context.CallActivityAsync<int>("Square", i)));
        var sum = await context.CallActivityAsync<int>("Square", results.Length);
        return [.. results, sum];
    }

    [Function("Retrying")]
    public static async Task<string> Retrying([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var policy = new RetryPolicy(3, TimeSpan.FromMinutes(1), 2);
        try
        {
            return await context.CallActivityAsync<string>("Flaky", "x", TaskOptions.FromRetryPolicy(policy));
        }
        catch (TaskFailedException e) when (e.FailureDetails.IsCausedBy<ArithmeticException>())
        {
            return $"caught {e.TaskName}: {e.FailureDetails.ErrorType}: {e.FailureDetails.ErrorMessage}";
        }
    }

    [Function("Waiting")]
    public static async Task<DateTime> Waiting([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { stage = "waiting" });
        await context.CreateTimer(TimeSpan.FromHours(3), CancellationToken.None);
        return context.CurrentUtcDateTime;
    }

    [Function("Eventful")]
    public static async Task<string?> Eventful([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("go", TimeSpan.FromHours(1));
        }
        catch (OperationCanceledException)
        {
            return "timed out";
        }
    }

    [Function("Failing")]
    public static async Task Failing([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallActivityAsync<string>("Flaky", "x");

    [Function("SleepsForReal")]
    public static async Task SleepsForReal([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await new TaskCompletionSource().Task;
        context.SetCustomStatus("never");
    }

    [Function("SleepsBesideWork")]
    public async Task SleepsBesideWork([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var foreign = (Task)recorder.Settings["foreign"]!;
        await Task.WhenAny(context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None), foreign);
    }

    [Function("Changeable")]
    public async Task<string> Changeable([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = await context.CallActivityAsync<int>((string)recorder.Settings["activity"]!, 3);
        await context.WaitForExternalEvent<string>("go");
        return $"{first}";
    }

    [Function("Steps")]
    public static async Task<int> Steps([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var total = 0;
        for (var i = 1; i <= 3; i++)
        {
            total += await context.CallActivityAsync<int>("Square", i);
            context.SetCustomStatus(i);
        }

        var id = context.NewGuid();
        await context.WaitForExternalEvent<string>("go");
        total += await context.CallActivityAsync<int>("Gate", 4);
        return id == Guid.Empty ? -1 : total;
    }

    [Function("Parent")]
    public static async Task<string> Parent([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var child = await context.CallSubOrchestratorAsync<string>(
            "Child",
            5,
            new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")
        );
        return "parent of " + child;
    }

    [Function("Child")]
    public static async Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context) =>
        $"{await context.CallActivityAsync<int>("Square", context.GetInput<int>())} under {context.Parent?.InstanceId}";

    [Function("Rewindable")]
    public static async Task<int> Rewindable([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var flaky = context.CallActivityAsync<string>("Flaky", "x");
        var squares = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => context.CallActivityAsync<int>("Square", i)));
        await flaky;
        return squares.Sum() + await context.CallActivityAsync<int>("Gate", 4);
    }

    [Function("Chained")]
    public static async Task<int> Chained([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var chain = ChainAsync(context);
        await context.CallActivityAsync<string>("Flaky", "x");
        return await chain;
    }

    [Function("CatchesAndCalls")]
    public static async Task CatchesAndCalls([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallActivityAsync<string>("Flaky", "x");
        }
        catch (TaskFailedException)
        {
            await context.CallActivityAsync<int>("Square", 9);
            throw;
        }
    }

    [Function("FailsByItself")]
    public async Task<int> FailsByItself([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var square = await context.CallActivityAsync<int>("Square", 3);
        return recorder.Settings.ContainsKey("mended") ? square : throw new InvalidOperationException("a bug");
    }

    [Function("Grandparent")]
    public static async Task<string> Grandparent([OrchestrationTrigger] TaskOrchestrationContext context) =>
        "grand"
        + await context.CallSubOrchestratorAsync<string>(
            "Guardian",
            new SubOrchestrationOptions(instanceId: context.InstanceId + "-parent")
        );

    [Function("Guardian")]
    public static async Task<string> Guardian([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = await context.CallActivityAsync<int>("Square", 2);
        return $"parent of {await context.CallSubOrchestratorAsync<string>("Ward", new SubOrchestrationOptions(instanceId: context.InstanceId + "-child"))} and {first}";
    }

    [Function("Ward")]
    public static async Task<string> Ward([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallActivityAsync<string>("Flaky", "x");

    [Function("PatientGuardian")]
    public static async Task<string?> PatientGuardian([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallSubOrchestratorAsync<string>("Ward", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1))));

    [Function("Forgetful")]
    public static async Task<string> Forgetful([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (context.GetInput<string>() == "again")
        {
            return await context.WaitForExternalEvent<string>("late", TimeSpan.FromHours(1)) ?? "nothing";
        }
        await context.WaitForExternalEvent<string>("go");
        context.ContinueAsNew("again", preserveUnprocessedEvents: (await context.WaitForExternalEvent<string>("keep")) == "yes");
        return "";
    }

    [Function("CountDown")]
    public static async Task<string> CountDown([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var left = context.GetInput<int>();
        await context.CallActivityAsync<int>("Square", left);
        if (left > 0)
        {
            context.ContinueAsNew(left - 1);
        }
        return "done";
    }

    [Function("Collector")]
    public static async Task<string> Collector([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var before = context.GetInput<string>() ?? "";
        var all = before + await context.WaitForExternalEvent<string>("item");
        if (all.Length < 5)
        {
            context.ContinueAsNew(all);
        }
        return all;
    }

    [Function("Sender")]
    public static async Task<int> Sender([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var to = context.GetInput<string>()!;
        foreach (var item in "abc")
        {
            context.SendEvent(to, "item", item.ToString());
        }

        return await context.CallActivityAsync<int>("Square", 2);
    }

    private static async Task<int> ChainAsync(TaskOrchestrationContext context)
    {
        var first = await context.CallActivityAsync<int>("Square", 1);
        return first + await context.CallActivityAsync<int>("Square", 2);
    }

    [Function("Square")]
    public async Task<int> Square([ActivityTrigger] int number)
    {
        await recorder.CallAsync("Square", number);
        return number * number;
    }

    [Function("Gate")]
    public async Task<int> Gate([ActivityTrigger] int number, FunctionContext context)
    {
        await recorder.CallAsync("Gate", number);
        return number;
    }

    [Function("Flaky")]
    public async Task<string> Flaky([ActivityTrigger] string input, string instanceId)
    {
        await recorder.CallAsync("Flaky", input);
        return input + " of " + instanceId;
    }
}
