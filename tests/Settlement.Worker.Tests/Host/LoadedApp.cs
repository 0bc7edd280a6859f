using Settlement.Worker.Tests.Contract;

namespace Settlement.Worker.Tests.Host;

/// <summary>The published app in its worker, initialised, indexed and loaded; its ledger is an empty file.</summary>
public sealed class LoadedApp : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("worker-");
    private PublishedApp? _published;
    private FunctionHost? _host;

    internal PublishedApp Published => _published ?? throw NotStarted();

    internal FunctionHost Host => _host ?? throw NotStarted();

    internal WorkerInitResponse Init { get; private set; } = new();

    internal FunctionMetadataResponse Index { get; private set; } = new();

    /// <summary>The answers to the loading of each function, by its name.</summary>
    internal IReadOnlyDictionary<string, FunctionLoadResponse> Loads { get; private set; } = new Dictionary<string, FunctionLoadResponse>();

    /// <summary>The settings that the worker needs.</summary>
    internal IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>
        {
            ["Ledger__Path"] = Path.Combine(_data.FullName, "ledger.db"),
            ["Identity__LocalOperator"] = "true",
            // Functions that read the hubs are only made, not used: nothing answers at this address.
            ["EventHub__fullyQualifiedNamespace"] = "hubs.invalid",
        };

    internal RpcFunctionMetadata Function(string name) => Index.FunctionMetadataResults.Single(function => function.Name == name);

    internal Uri HttpEndpoint => new(Init.Capabilities["HttpUri"]);

    public async Task InitializeAsync()
    {
        _published = await PublishedApp.FindOrPublishAsync();
        _host = await FunctionHost.StartAsync(_published, Settings);
        Init = await _host.InitAsync();
        Index = await _host.IndexAsync();
        var loads = new Dictionary<string, FunctionLoadResponse>();
        foreach (var function in Index.FunctionMetadataResults)
        {
            loads[function.Name] = await _host.LoadAsync(function);
        }

        Loads = loads;
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _published?.Dispose();
        _data.Delete(recursive: true);
    }

    private static InvalidOperationException NotStarted() => new("The app was not started.");
}
