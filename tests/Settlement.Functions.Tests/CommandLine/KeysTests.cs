using System.Net;
using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>Commands where keys are asked, and where the host listens.</summary>
public sealed class KeysTests : IDisposable
{
    private const string Clock = "2026-06-20T06:00:00Z";
    private const string Urls = "Embedded__Urls";

    private static readonly Dictionary<string, string> Open = new() { [Urls] = "http://0.0.0.0:0" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_settlement_with_keys_is_settled()
    {
        var settled = await AppProcess.RunAsync("settle", "2026-06-16", "II", "--keys", "--data", _folder["data"], "--clock", Clock);
        // Nothing was ingested, so that it is inexact; it is settled all the same.
        Assert.True(settled.ExitCode == 3, settled.ToString());
        Assert.Contains("take-missing", settled.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_interfaces_without_keys_are_refused_in_a_line()
    {
        var refused = await AppProcess.RunAsync(Open, "serve", "--data", _folder["data"], "--clock", Clock);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        var line = Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("http://0.0.0.0:0", line, StringComparison.Ordinal);
        Assert.Contains("keys", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_interfaces_with_keys_are_served()
    {
        using var app = AppProcess.Start(Open, "serve", "--keys", "--data", _folder["data"], "--clock", Clock);
        var line = await app.LineAsync("Serving ");
        Assert.Contains("keys required", line, StringComparison.Ordinal);
        var port = new Uri(line["Serving ".Length..].Split(' ')[0]).Port;
        using var client = new HttpClient();
        using var refused = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/api/audit"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task The_port_of_the_command_line_wins()
    {
        using var app = AppProcess.Start(Open, "serve", "--port", "0", "--data", _folder["data"], "--clock", Clock);
        Assert.StartsWith("Serving http://127.0.0.1:", await app.LineAsync("Serving "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_serves_only_itself_listens_on_loopback()
    {
        var settled = await AppProcess.RunAsync(Open, "settle", "2026-06-16", "II", "--data", _folder["data"], "--clock", Clock);
        Assert.True(settled.ExitCode == 3, settled.ToString());
    }
}
