using Microsoft.Extensions.Options;
using Settlement.Functions.Completeness;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Conventions;

/// <summary>Where the ledger and the hubs are is checked when the host starts, not when they are first needed.</summary>
public sealed class StorageSettingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Ledger:Path", "", "No storage is configured: set 'Ledger:TableServiceUri'")]
    [InlineData("Settlement:CompletenessRowsAtOnce", "-1", "The setting 'Settlement:CompletenessRowsAtOnce' is '-1'; set it to")]
    public async Task A_wrong_setting_stops_the_host_at_start(string setting, string value, string message)
    {
        var options = RunningHost.Options(_folder.Path) with { Settings = new Dictionary<string, string> { [setting] = value } };
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningHost.StartAsync(options));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ledger.db", null, true)]
    [InlineData("ledger.db", "not an address", true)]
    [InlineData(null, "https://account.table.core.windows.net", true)]
    [InlineData("", "http://127.0.0.1:10002/devstoreaccount1", true)]
    [InlineData(null, null, false)]
    [InlineData("", "", false)]
    [InlineData(null, "account.table.core.windows.net", false)]
    [InlineData(null, "/tables", false)]
    [InlineData(null, "ftp://account.table.core.windows.net", false)]
    public void A_ledger_is_a_file_or_a_table_service(string? path, string? service, bool isRight) =>
        Assert.Equal(
            isRight,
            new LedgerOptionsValidator().Validate(null, new LedgerOptions { Path = path, TableServiceUri = service }).Succeeded
        );

    [Theory]
    [InlineData("name.servicebus.windows.net", true)]
    [InlineData("0123456789abcdef.embedded", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("sb://name.servicebus.windows.net/", false)]
    [InlineData("Endpoint=sb://name.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=b", false)]
    public void A_namespace_is_a_host_name(string? name, bool isRight) =>
        Assert.Equal(
            isRight,
            new EventHubOptionsValidator().Validate(null, new EventHubOptions { FullyQualifiedNamespace = name }).Succeeded
        );

    [Fact]
    public void The_defaults_of_completeness_are_accepted() =>
        Assert.True(new CompletenessOptionsValidator().Validate(null, new CompletenessOptions()).Succeeded);
}
