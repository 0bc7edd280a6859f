using Microsoft.Extensions.Options;
using Settlement.Functions.Tests.Support;
using Settlement.Runs.Retention;

namespace Settlement.Functions.Tests.Conventions;

/// <summary>Settings that would purge what is still needed are refused.</summary>
public sealed class RetentionSettingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task A_history_of_less_than_a_day_stops_the_host_at_start(int days)
    {
        var options = RunningHost.Options(_folder.Path) with
        {
            Settings = new Dictionary<string, string> { ["Retention:HistoryDays"] = $"{days}" },
        };
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningHost.StartAsync(options));
        Assert.Equal($"The setting 'Retention:HistoryDays' is '{days}'; set it to 1 to 36500 days.", refused.Message);
    }

    [Fact]
    public void The_defaults_are_accepted() =>
        Assert.True(new RetentionOptionsValidator().Validate(null, new RetentionOptions()).Succeeded);
}
