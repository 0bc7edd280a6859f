using System.Globalization;
using System.Text.Json;
using Functions.Embedded;
using Settlement.Functions.Tests.Http;

namespace Settlement.Functions.Tests.Conventions;

/// <summary>host.json is read by two hosts; a name that neither knows is passed over without a word, so it must not be there.</summary>
[Collection(SettledMarket.Name)]
public sealed class HostJsonTests(SettledMarket market)
{
    /// <summary>The names of the schema of host.json, version 2.0; * stands for any name, a name at the end for all below it.</summary>
    private static readonly string[] Known =
    [
        "version",
        "functionTimeout",
        "functions",
        "watchDirectories",
        "telemetryMode",
        "healthMonitor/enabled",
        "healthMonitor/healthCheckInterval",
        "healthMonitor/healthCheckWindow",
        "healthMonitor/healthCheckThreshold",
        "healthMonitor/counterThreshold",
        "singleton/lockPeriod",
        "singleton/listenerLockPeriod",
        "singleton/listenerLockRecoveryPollingInterval",
        "singleton/lockAcquisitionTimeout",
        "singleton/lockAcquisitionPollingInterval",
        "concurrency/dynamicConcurrencyEnabled",
        "concurrency/snapshotPersistenceEnabled",
        "aggregator/batchSize",
        "aggregator/flushTimeout",
        "logging/fileLoggingMode",
        "logging/logLevel/*",
        "logging/console/isEnabled",
        "logging/console/DisableColors",
        "logging/applicationInsights/samplingSettings/isEnabled",
        "logging/applicationInsights/samplingSettings/maxTelemetryItemsPerSecond",
        "logging/applicationInsights/samplingSettings/excludedTypes",
        "logging/applicationInsights/samplingSettings/includedTypes",
        "logging/applicationInsights/samplingSettings/evaluationInterval",
        "logging/applicationInsights/samplingSettings/initialSamplingPercentage",
        "logging/applicationInsights/samplingSettings/minSamplingPercentage",
        "logging/applicationInsights/samplingSettings/maxSamplingPercentage",
        "logging/applicationInsights/enableLiveMetrics",
        "logging/applicationInsights/enableDependencyTracking",
        "logging/applicationInsights/enablePerformanceCountersCollection",
        "extensions/http/routePrefix",
        "extensions/http/maxOutstandingRequests",
        "extensions/http/maxConcurrentRequests",
        "extensions/http/dynamicThrottlesEnabled",
        "extensions/http/customHeaders/*",
        "extensions/http/hsts/isEnabled",
        "extensions/http/hsts/maxAge",
        "extensions/eventHubs/maxEventBatchSize",
        "extensions/eventHubs/minEventBatchSize",
        "extensions/eventHubs/maxWaitTime",
        "extensions/eventHubs/batchCheckpointFrequency",
        "extensions/eventHubs/prefetchCount",
        "extensions/eventHubs/transportType",
        "extensions/eventHubs/webProxy",
        "extensions/eventHubs/customEndpointAddress",
        "extensions/eventHubs/targetUnprocessedEventThreshold",
        "extensions/eventHubs/initialOffsetOptions/type",
        "extensions/eventHubs/initialOffsetOptions/enqueuedTimeUtc",
        "extensions/eventHubs/clientRetryOptions/mode",
        "extensions/eventHubs/clientRetryOptions/tryTimeout",
        "extensions/eventHubs/clientRetryOptions/delay",
        "extensions/eventHubs/clientRetryOptions/maximumDelay",
        "extensions/eventHubs/clientRetryOptions/maximumRetries",
        "extensions/durableTask/hubName",
        "extensions/durableTask/defaultVersion",
        "extensions/durableTask/versionMatchStrategy",
        "extensions/durableTask/versionFailureStrategy",
        "extensions/durableTask/maxConcurrentActivityFunctions",
        "extensions/durableTask/maxConcurrentOrchestratorFunctions",
        "extensions/durableTask/maxConcurrentEntityFunctions",
        "extensions/durableTask/maxOrchestrationActions",
        "extensions/durableTask/extendedSessionsEnabled",
        "extensions/durableTask/extendedSessionIdleTimeoutInSeconds",
        "extensions/durableTask/overridableExistingInstanceStates",
        "extensions/durableTask/entityMessageReorderWindowInMinutes",
        "extensions/durableTask/maxEntityOperationBatchSize",
        "extensions/durableTask/storeInputsInOrchestrationHistory",
        "extensions/durableTask/useGracefulShutdown",
        "extensions/durableTask/localRpcEndpointEnabled",
        "extensions/durableTask/grpcEnabled",
        "extensions/durableTask/maxGrpcMessageSizeInBytes",
        "extensions/durableTask/grpcHttpClientTimeout",
        "extensions/durableTask/storageProvider/type",
        "extensions/durableTask/storageProvider/connectionName",
        "extensions/durableTask/storageProvider/connectionStringName",
        "extensions/durableTask/storageProvider/partitionCount",
        "extensions/durableTask/storageProvider/controlQueueBatchSize",
        "extensions/durableTask/storageProvider/controlQueueBufferThreshold",
        "extensions/durableTask/storageProvider/controlQueueVisibilityTimeout",
        "extensions/durableTask/storageProvider/workItemQueueVisibilityTimeout",
        "extensions/durableTask/storageProvider/maxQueuePollingInterval",
        "extensions/durableTask/storageProvider/fetchLargeMessagesAutomatically",
        "extensions/durableTask/storageProvider/partitionManagement",
        "extensions/durableTask/storageProvider/trackingStoreConnectionStringName",
        "extensions/durableTask/storageProvider/trackingStoreNamePrefix",
        "extensions/durableTask/storageProvider/useLegacyPartitionManagement",
        "extensions/durableTask/storageProvider/useTablePartitionManagement",
        "extensions/durableTask/storageProvider/queueClientMessageEncoding",
        "extensions/durableTask/tracing/traceInputsAndOutputs",
        "extensions/durableTask/tracing/traceReplayEvents",
        "extensions/durableTask/tracing/distributedTracingEnabled",
        "extensions/durableTask/tracing/version",
    ];

    private static readonly JsonElement File = JsonSerializer.Deserialize<JsonElement>(
        System.IO.File.ReadAllText(Repository.Path("host.json"))
    );

    [Fact]
    public void Every_key_is_one_that_the_schema_has() =>
        Assert.All(Paths(File, ""), path => Assert.Contains(Known, known => Fits(path, known)));

    [Theory]
    [InlineData("extensions/eventHub/maxEventBatchSize")]
    [InlineData("extensions/eventHubs/maxBatchSize")]
    [InlineData("extensions/durableTask/maxConcurrentActivities")]
    [InlineData("logging/logLevels/default")]
    public void A_key_that_only_looks_like_one_is_found(string path) => Assert.DoesNotContain(Known, known => Fits(path, known));

    [Theory]
    [InlineData("RoutePrefix", "extensions", "http", "routePrefix")]
    [InlineData("MaxEventBatchSize", "extensions", "eventHubs", "maxEventBatchSize")]
    [InlineData("MinEventBatchSize", "extensions", "eventHubs", "minEventBatchSize")]
    [InlineData("BatchCheckpointFrequency", "extensions", "eventHubs", "batchCheckpointFrequency")]
    [InlineData("MaxWaitTime", "extensions", "eventHubs", "maxWaitTime")]
    [InlineData("MaxConcurrentActivities", "extensions", "durableTask", "maxConcurrentActivityFunctions")]
    [InlineData("ExtendedSessionIdleTimeoutInSeconds", "extensions", "durableTask", "extendedSessionIdleTimeoutInSeconds")]
    public void The_running_host_has_the_value_of_the_file(string setting, params string[] path) =>
        Assert.Equal(At(path).ToString(), Setting(setting).ToString());

    /// <summary>Messages that a dead worker held come back after this; the provider's default is five minutes.</summary>
    [Theory]
    [InlineData("workItemQueueVisibilityTimeout")]
    [InlineData("controlQueueVisibilityTimeout")]
    public void The_work_of_a_dead_worker_comes_back_within_a_minute(string name) =>
        Assert.InRange(
            TimeSpan.Parse(At("extensions", "durableTask", "storageProvider", name).GetString()!, CultureInfo.InvariantCulture),
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMinutes(1)
        );

    [Fact]
    public void The_running_host_has_the_log_levels_of_the_file() =>
        Assert.Equal(
            At("logging", "logLevel").EnumerateObject().ToDictionary(level => level.Name, level => level.Value.GetString()!),
            Setting("LogLevels")
        );

    /// <summary>A setting as the host runs with it; its type is the host's own, so it is asked by name.</summary>
    private object Setting(string name)
    {
        var type = typeof(EmbeddedOptions).Assembly.GetType("Functions.Embedded.Configuration.HostJson", throwOnError: true)!;
        return type.GetProperty(name)!.GetValue(market.Host.Services.GetService(type))!;
    }

    private static JsonElement At(params string[] path) => path.Aggregate(File, (element, name) => element.GetProperty(name));

    private static IEnumerable<string> Paths(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(field => Paths(field.Value, path.Length == 0 ? field.Name : $"{path}/{field.Name}"))
            : [path];

    private static bool Fits(string path, string known) =>
        known[^1] == '*' ? path.StartsWith(known[..^1], StringComparison.Ordinal) : path == known;
}
