using System.Net;
using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

public sealed class ServeTests
{
    private const string Clock = "2026-10-26T06:00:00Z";

    [InterruptTheory]
    [InlineData((int)Signal.Terminate)]
    [InlineData((int)Signal.Interrupt)]
    public async Task Serving_is_ready_until_a_signal_and_then_exits_0(int signal)
    {
        using var folder = new TemporaryFolder();
        using var app = await ServingApp.StartAsync(folder["data"], Clock);

        Assert.Equal("ready", (await app.GetAsync("api/health/ready")).GetProperty("state").GetString());

        app.Process.Send((Signal)signal);
        var ended = await app.Process.EndAsync();
        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
    }

    [Fact]
    public async Task Serving_takes_the_port_it_is_given()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort();
        using var app = await ServingApp.StartAsync(folder["data"], Clock, "--port", $"{port}");

        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri($"http://127.0.0.1:{port}/api/health/live"))).StatusCode);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_folder_is_refused_in_a_line()
    {
        using var folder = new TemporaryFolder();
        using var app = await ServingApp.StartAsync(folder["data"], Clock);

        var second = await AppProcess.RunAsync("settle", "2026-10-25", "II", "--data", folder["data"], "--clock", Clock);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains(
            folder["data"],
            Assert.Single((second.Output + second.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
        Assert.Equal("ready", (await app.GetAsync("api/health/ready")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_line()
    {
        using var folder = new TemporaryFolder();
        using var app = await ServingApp.StartAsync(folder["data"], Clock);

        var second = await AppProcess.RunAsync("serve", "--data", folder["other"], "--port", $"{app.Client.BaseAddress!.Port}");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains(
            $"{app.Client.BaseAddress.Port}",
            Assert.Single((second.Output + second.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
