using Settlement.Worker.Tests.Host;

namespace Settlement.Worker.Tests;

/// <summary>How a worker ends, and that it does not start without a setting it needs.</summary>
[Collection(AppCollection.Name)]
public sealed class TerminationTests(LoadedApp app)
{
    [Fact]
    public async Task A_worker_ends_when_the_host_says_so()
    {
        await using var host = await FunctionHost.StartAsync(app.Published, app.Settings);
        await host.InitAsync();
        Assert.Equal(0, await host.TerminateAsync());
    }

    [Theory]
    [InlineData("Ledger__Path", "set 'Ledger:TableServiceUri'")]
    [InlineData("EventHub__fullyQualifiedNamespace", "The setting 'EventHub:fullyQualifiedNamespace' is ''; set it to")]
    public async Task Without_a_setting_that_it_needs_a_worker_does_not_start_and_names_it(string setting, string message)
    {
        var settings = app.Settings.Where(each => each.Key != setting).ToDictionary();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => FunctionHost.StartAsync(app.Published, settings));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
