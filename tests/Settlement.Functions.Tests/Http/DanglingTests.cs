using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>Reference data whose sets do not fit together is named when it is loaded, and makes the runs that meet it inexact.</summary>
public sealed class DanglingTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private RunningHost Host { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await RunningHost.StartAsync(_folder.Path);
        await Host.LoadAsync(WorkedExample.Reference());
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Sets_that_fit_together_have_nothing_to_tell()
    {
        var loaded = (await Host.PutAsync("participants", WorkedExample.Reference()["participants"])).Is(HttpStatusCode.OK);
        Assert.False(loaded.TryGetProperty("dangling", out _));
    }

    [Fact]
    public async Task An_upload_names_the_rows_that_name_what_is_not_there()
    {
        var units = WorkedExample.Reference()["bm-units"];
        var columns = units.Split('\n')[0].Trim().Split(',');
        var row = string.Join(
            ',',
            columns.Select(column =>
                column switch
                {
                    "id" => "T_GONE-1",
                    "party" => "GONE",
                    "account" => "P",
                    "gspGroup" => "_Z",
                    "kind" => "generation",
                    "default" => "no",
                    _ => "",
                }
            )
        );
        var loaded = (await Host.PutAsync("bm-units", units.TrimEnd('\n') + "\n" + row + "\n")).Is(HttpStatusCode.OK);
        var dangling = loaded.GetProperty("dangling");
        Assert.Equal(2, dangling.Number("total"));
        Assert.Equal(
            [("bm-units", "party", "'GONE' is not in the set participants"), ("bm-units", "gspGroup", "'_Z' is not in the set gsp-groups")],
            dangling.Items("first").Select(each => (each.Text("set"), each.Text("column"), each.Text("reason")))
        );
    }

    [Fact]
    public async Task A_run_of_a_contract_whose_party_was_removed_is_inexact()
    {
        await Host.SendAsync("market", WorkedExample.Market());
        await Host.SendAsync("readings", WorkedExample.Readings());
        await RemoveAsync("TRDX");
        var run = await Host.SettleAsync(WorkedExample.Day, "SF");
        Assert.Equal("inexact", run.Text("state"));
        Assert.Contains(("party-unknown", "TRDX"), Reasons(run));
    }

    [Fact]
    public async Task A_run_of_readings_whose_supplier_was_removed_is_inexact()
    {
        await Host.SendAsync("market", WorkedExample.Market());
        await Host.SendAsync("readings", WorkedExample.Readings());
        var loaded = await RemoveAsync("CHAR");
        Assert.Contains(
            loaded.GetProperty("dangling").Items("first"),
            each => each.Text("reason").Contains("'CHAR'", StringComparison.Ordinal)
        );
        var run = await Host.SettleAsync(WorkedExample.Day, "SF");
        Assert.Equal("inexact", run.Text("state"));
        Assert.Contains(("supplier-unknown", "CHAR"), Reasons(run));
        Assert.Contains(("party-unknown", "CHAR"), Reasons(run));
    }

    private static IEnumerable<(string, string)> Reasons(JsonElement run) =>
        run.Items("reasons").Select(reason => (reason.Text("code"), reason.Text("of"))).Distinct();

    private async Task<JsonElement> RemoveAsync(string party)
    {
        var kept = WorkedExample.Reference()["participants"].Split('\n').Where(line => !line.Contains(party, StringComparison.Ordinal));
        return (await Host.PutAsync("participants", string.Join('\n', kept))).Is(HttpStatusCode.OK);
    }
}
