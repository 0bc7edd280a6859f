using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Settlement.Storage.Tests;

/// <summary>Azurite's table service in memory, started once for all tests of the collection.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    public const string Collection = "Azurite";

    // The account and key that every Azurite is born with.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Standard input closes when the test process ends, however it ends, and takes Azurite with it.
    private const string Bootstrap =
        "process.stdin.resume().on('end', () => process.exit(0)); process.argv.splice(1, 0, 'azurite-table'); require(process.env.AZURITE_TABLE)";

    private Process? _process;
    private Uri? _endpoint;
    private string _unavailable = string.Empty;

    /// <summary>A client of the running service; skips the test where there is none.</summary>
    public TableServiceClient Client(HttpPipelineTransport? transport = null)
    {
        Skip.If(_endpoint is null, _unavailable);
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.Zero;
        if (transport is not null)
        {
            options.Transport = transport;
        }
        return new TableServiceClient(_endpoint, new TableSharedKeyCredential(Account, Key), options);
    }

    public Task InitializeAsync() => Task.Run(StartAsync);

    public async Task DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task StartAsync()
    {
        var node = AzuriteInstallation.FindOnPath("node");
        if (AzuriteInstallation.TryFind(node, out _unavailable) is not { } script)
        {
            return;
        }
        var port = FreePort();
        _process = Process.Start(
            new ProcessStartInfo(
                node!,
                [
                    "-e",
                    Bootstrap,
                    "--",
                    "--tablePort",
                    port.ToString(CultureInfo.InvariantCulture),
                    "--inMemoryPersistence",
                    "--disableTelemetry",
                    "--skipApiVersionCheck",
                    "--silent",
                ]
            )
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
                Environment = { ["AZURITE_TABLE"] = script },
            }
        )!;
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("successfully started", StringComparison.Ordinal))
            {
                continue;
            }
            _ = _process.StandardOutput.ReadToEndAsync();
            _endpoint = new Uri($"http://127.0.0.1:{port}/{Account}");
            return;
        }

        throw new InvalidOperationException($"Azurite ended before it listened: {await errors}");
    }

    // Azurite does not say which port it took when it is given none.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
