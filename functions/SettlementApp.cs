using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Operations;
using Settlement.Functions.Reconciliation;
using Settlement.Functions.Rejects;
using Settlement.Functions.Reports;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Market;
using Settlement.Ledger.Merging;
using Settlement.Ledger.Rejects;
using Settlement.Reference;
using Settlement.Runs.Audit;
using Settlement.Runs.Completeness;
using Settlement.Runs.Computation;
using Settlement.Runs.Doubts;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Runs.Retention;
using Settlement.Runs.Scheduling;
using Settlement.Runs.Verification;
using Settlement.Storage;
using Settlement.Storage.Azure;
using Settlement.Storage.Sqlite;

namespace Settlement.Functions;

/// <summary>Puts the settlement app together, for whichever host runs it.</summary>
public static class SettlementApp
{
    /// <summary>The setting that names a file for the embedded store; where it is set, no storage account is used.</summary>
    public const string LedgerPath = $"{LedgerOptions.Section}:{nameof(LedgerOptions.Path)}";

    /// <summary>The setting by which every request is an operator's, on a host that only its own machine or a key reaches.</summary>
    public const string LocalOperator = $"{IdentityOptions.Section}:{nameof(IdentityOptions.LocalOperator)}";

    /// <summary>Adds the services that the functions need.</summary>
    public static IHostApplicationBuilder AddSettlement(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder is IFunctionsWorkerApplicationBuilder app)
        {
            app.UseMiddleware<HttpErrors>();
            app.UseMiddleware<Identification>();
        }
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddSettlementOptions();
        services.AddSingleton(OpenStore);
        services.AddSingleton<HeadStore>();
        services.AddSingleton<ReferenceStore>();
        services.AddSingleton<RejectStore>();
        services.AddSingleton<DoubtStore>();
        services.AddSingleton<MarketStore>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<ResultStore>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<LiveReader>();
        services.AddSingleton<MergeStore>();
        services.AddSingleton<IRunCuts, RunCuts>();
        services.AddSingleton<BlockMerger>();
        services.AddSingleton<BlockSweeper>();
        services.AddSingleton<BlockMaintenance>();
        services.AddSingleton<DayFold>();
        services.AddSingleton<MarketFold>();
        services.AddSingleton<RunReconciliation>();
        services.AddSingleton<CompletenessCount>();
        services.AddSingleton<MissingMeters>();
        services.AddSingleton<FlowChanges>();
        services.AddSingleton<MovementFold>();
        services.AddSingleton<RunMovement>();
        services.AddSingleton<LoadShapeFill>();
        services.AddSingleton<LoadShapeTotals>();
        services.AddSingleton<LoadShapeReport>();
        services.AddSingleton<PartyReport>();
        services.AddSingleton<RunComputation>();
        services.AddSingleton<RunVerification>();
        services.AddSingleton<PeriodPreview>();
        services.AddSingleton<ReadingsIngest>();
        services.AddSingleton<MarketIngest>();
        services.AddAzureClients(AddEventHubs);
        services.AddSingleton<EventHubs>();
        services.AddSingleton<IHubReader>(app => app.GetRequiredService<EventHubs>());
        services.AddSingleton<IIngestionProgress>(app => app.GetRequiredService<EventHubs>());
        services.AddSingleton<StopStore>();
        services.AddSingleton<HubWatch>();
        services.AddSingleton<RequiredPositions>();
        services.AddSingleton<LagStore>();
        services.AddSingleton<LaggingPartitions>();
        services.AddSingleton<PartitionStates>();
        services.AddSingleton<RejectReplay>();
        services.AddSingleton<RunCheckStore>();
        services.AddSingleton<LedgerCheck>();
        services.AddSingleton<LedgerRetention>();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<RunStep>();
        services.AddSingleton<RunRepair>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<RunPairs>();
        services.AddSingleton<RetryDecision>();
        services.AddSingleton<NextRuns>();
        services.AddSingleton<RunDriver>();
        services.AddSingleton<ReadingHistory>();
        return builder;
    }

    private static void AddEventHubs(AzureClientFactoryBuilder clients)
    {
        clients.UseCredential(app => app.GetRequiredService<TokenCredential>());
        foreach (var hub in Hubs.All)
        {
            clients
                .AddClient<EventHubProducerClient, EventHubProducerClientOptions>(
                    (options, credential, app) => new EventHubProducerClient(Namespace(app), hub, credential, options)
                )
                .WithName(hub);
            clients
                .AddClient<EventHubConsumerClient, EventHubConsumerClientOptions>(
                    (options, credential, app) =>
                        new EventHubConsumerClient(EventHubs.RecoveryGroup, Namespace(app), hub, credential, options)
                )
                .WithName(EventHubs.RecoveryReader(hub));
        }
    }

    private static string Namespace(IServiceProvider app) =>
        app.GetRequiredService<IOptions<EventHubOptions>>().Value.FullyQualifiedNamespace!;

    private static ITableStore OpenStore(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<LedgerOptions>>().Value;
        return string.IsNullOrEmpty(options.Path)
            ? new AzureTableStore(
                new TableServiceClient(new Uri(options.TableServiceUri!), services.GetRequiredService<TokenCredential>()),
                services.GetRequiredService<TimeProvider>()
            )
            : new SqliteTableStore(options.Path);
    }
}
