using System.Text.Json;
using Settlement.Worker.Tests.Contract;
using Settlement.Worker.Tests.Host;

namespace Settlement.Worker.Tests;

/// <summary>What the worker tells the host of the functions: bindings, routes, authorization levels, schedules, hubs, retries.</summary>
[Collection(AppCollection.Name)]
public sealed class IndexTests(LoadedApp app)
{
    [Fact]
    public void The_worker_answers_to_be_initialised()
    {
        Assert.Equal(StatusResult.Types.Status.Success, app.Init.Result.Status);
        Assert.Equal(".NET", app.Init.WorkerMetadata.RuntimeName);
        Assert.StartsWith("10.", app.Init.WorkerMetadata.RuntimeVersion, StringComparison.Ordinal);
        Assert.True(app.HttpEndpoint.IsLoopback);
    }

    [Fact]
    public void The_worker_indexes_its_functions_itself()
    {
        Assert.Equal(StatusResult.Types.Status.Success, app.Index.Result.Status);
        Assert.False(app.Index.UseDefaultMetadataIndexing);
    }

    /// <summary>A new function, or another route, comes into the file with the change that makes it; the message shows the line.</summary>
    [Fact]
    public void Every_function_is_indexed_as_the_file_says()
    {
        var expected = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "functions.txt"))
            .Where(line => line.Length > 0 && line[0] != '#');
        var rows = app.Index.FunctionMetadataResults.Select(FunctionRow.Of).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', rows));
    }

    [Fact]
    public void The_published_index_names_the_same_functions()
    {
        using var published = JsonDocument.Parse(File.ReadAllText(Path.Combine(app.Published.Folder, "functions.metadata")));
        Assert.Equal(
            app.Index.FunctionMetadataResults.Select(function => (function.Name, function.EntryPoint)).Order(),
            published.RootElement.EnumerateArray().Select(function => (Member(function, "name"), Member(function, "entryPoint"))).Order()
        );

        static string Member(JsonElement function, string name) => function.GetProperty(name).GetString()!;
    }

    [Fact]
    public void The_host_is_told_how_to_start_the_worker()
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(app.Published.Folder, "worker.config.json")));
        var description = config.RootElement.GetProperty("description");
        Assert.Equal("dotnet", description.GetProperty("defaultExecutablePath").GetString());
        Assert.Equal("Settlement.Functions.dll", description.GetProperty("defaultWorkerPath").GetString());
        Assert.Equal("true", description.GetProperty("workerIndexing").GetString());
        Assert.True(File.Exists(Path.Combine(app.Published.Folder, "host.json")));
    }

    [Fact]
    public void Every_function_loads()
    {
        Assert.Equal(app.Index.FunctionMetadataResults.Count, app.Loads.Count);
        Assert.All(
            app.Loads,
            load =>
                Assert.True(
                    load.Value.Result.Status == StatusResult.Types.Status.Success,
                    $"{load.Key}: {load.Value.Result.Exception?.Message}"
                )
        );
    }
}
