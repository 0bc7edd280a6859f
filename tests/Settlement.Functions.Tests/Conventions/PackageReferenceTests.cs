using Functions.Embedded.Tests.Api;
using Microsoft.Azure.Functions.Worker;
using Settlement.Local.Hosting;

namespace Settlement.Functions.Tests.Conventions;

/// <summary>The functions must compile against the real packages: all they take from them is in the packages' public signatures.</summary>
public sealed class PackageReferenceTests
{
    [Fact]
    public void Everything_taken_from_the_packages_is_in_their_public_signatures()
    {
        var api = PublishedApi.Load();
        var foreign = Lines().Where(line => !api.Has(line)).ToList();
        Assert.True(foreign.Count == 0, string.Join('\n', foreign));
    }

    [Fact]
    public void Nothing_is_taken_from_the_embedded_host_itself()
    {
        using var references = new PackageReferences(typeof(SettlementApp).Assembly, typeof(FunctionContext).Assembly);
        Assert.DoesNotContain(references.Types, type => type.Namespace!.StartsWith("Functions.Embedded", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Microsoft.Azure.Functions.Worker.TimerTriggerAttribute..ctor : ")]
    [InlineData("Microsoft.Azure.Functions.Worker.HttpTriggerAttribute.Route : ")]
    [InlineData("Microsoft.Azure.Functions.Worker.EventHubTriggerAttribute.Connection : ")]
    [InlineData("Microsoft.Azure.Functions.Worker.ExponentialBackoffRetryAttribute..ctor : ")]
    [InlineData("Microsoft.DurableTask.TaskOrchestrationContext.CallActivityAsync<TResult> : ")]
    [InlineData("Azure.Messaging.EventHubs.EventData.SequenceNumber : ")]
    [InlineData("Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication.CreateBuilder : ")]
    public void Calls_properties_and_attributes_are_all_looked_at(string start) => Assert.Contains(Lines(), line => line.StartsWith(start, StringComparison.Ordinal));

    [Fact]
    public void What_is_not_in_the_signatures_would_be_found()
    {
        using var references = new PackageReferences(typeof(MarketClock).Assembly, typeof(FunctionContext).Assembly);
        var api = PublishedApi.Load();
        Assert.Contains(references.Lines, line => line.Contains("UseEmbeddedHost", StringComparison.Ordinal) && !api.Has(line));
    }

    private static IReadOnlyList<string> Lines()
    {
        using var references = new PackageReferences(typeof(SettlementApp).Assembly, typeof(FunctionContext).Assembly);
        return references.Lines;
    }
}
