using Settlement.Worker.Tests.Contract;
using Settlement.Worker.Tests.Host;

namespace Settlement.Worker.Tests;

/// <summary>How a worker ends, and what it does without a setting it needs.</summary>
[Collection(AppCollection.Name)]
public sealed class TerminationTests(LoadedApp app)
{
    [Fact]
    public async Task A_worker_ends_when_the_host_says_so()
    {
        await using var host = await FunctionHost.StartAsync(app.Published, new Dictionary<string, string>());
        await host.InitAsync();
        Assert.Equal(0, await host.TerminateAsync());
    }

    [Fact]
    public async Task Without_storage_a_function_fails_with_the_setting_to_make()
    {
        await using var host = await FunctionHost.StartAsync(app.Published, new Dictionary<string, string>());
        await host.InitAsync();
        var function = (await host.IndexAsync()).FunctionMetadataResults.Single(function => function.Name == "VerifyLedger");
        await host.LoadAsync(function);
        var invocation = await host.InvokeAsync(function, new TypedData { Json = """{"IsPastDue":false}""" });
        Assert.Equal(StatusResult.Types.Status.Failure, invocation.Result.Status);
        Assert.Contains("set 'Ledger:TableServiceUri'", invocation.Result.Exception.Message, StringComparison.Ordinal);
    }
}
