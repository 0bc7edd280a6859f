namespace Settlement.Bench.Documents;

/// <summary>A figure that others published.</summary>
/// <param name="What">What it is of.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Source">Where it comes from, and as of when.</param>
internal sealed record Published(string What, decimal Value, string Unit, string Source);

/// <summary>Limits and prices of the services, as published. They change: whoever decides on them looks them up again.</summary>
internal static class AzureFigures
{
    /// <summary>What the prices that no page at hand shows are taken from.</summary>
    private const string FromMemory = "pay-as-you-go, East US, as generally known in 2025; not checked against the price list";

    /// <summary>Prices that others read from the list and published.</summary>
    private const string FromList = "pay-as-you-go, East US, Azure Retail Prices of 30 August 2026, as cited in a public cost model";

    public static readonly Published UnitIn = new(
        "Event Hubs Standard, in, per throughput unit",
        1,
        "MB/s (or 1,000 events/s)",
        "azure.cn/en-us/pricing/details/event-hubs; learn.microsoft.com, Event Hubs scalability"
    );
    public static readonly Published UnitOut = new("Event Hubs Standard, out, per throughput unit", 2, "MB/s", "as above");
    public static readonly Published MaxUnits = new(
        "Event Hubs Standard, most throughput units of a namespace",
        40,
        "units",
        "learn.microsoft.com, Event Hubs quotas; as generally known in 2025"
    );
    public static readonly Published MaxPartitions = new(
        "Event Hubs Standard, most partitions of a hub",
        32,
        "partitions",
        "learn.microsoft.com, Event Hubs quotas; as generally known in 2025"
    );
    public static readonly Published ProcessingUnitIn = new(
        "Event Hubs Premium, in, per processing unit",
        5,
        "MB/s (5 to 10 published as a guide)",
        "learn.microsoft.com, Event Hubs Premium overview; as generally known in 2025"
    );
    public static readonly Published BilledEvent = new(
        "Event Hubs, what is billed as one event",
        65_536,
        "bytes",
        "azure.cn/en-us/pricing/details/event-hubs, questions and answers"
    );
    public static readonly Published UnitHour = new("Event Hubs Standard, throughput unit", 0.03m, "$/hour", FromList);
    public static readonly Published MillionEvents = new("Event Hubs Standard, a million events in", 0.028m, "$", FromList);
    public static readonly Published ProcessingUnitHour = new("Event Hubs Premium, processing unit", 1.233m, "$/hour", FromMemory);
    public static readonly Published AccountOperations = new(
        "Table storage, operations of an account",
        20_000,
        "/s",
        "learn.microsoft.com/azure/storage/tables/scalability-targets"
    );
    public static readonly Published PartitionEntities = new(
        "Table storage, entities of a partition",
        2_000,
        "/s",
        "learn.microsoft.com/azure/storage/tables/scalability-targets"
    );
    public static readonly Published Transaction = new(
        "Table storage, a transaction as sent",
        4_194_304,
        "bytes at most",
        "learn.microsoft.com, Performing entity group transactions"
    );
    public static readonly Published TenThousandOperations = new("Table storage, 10,000 operations", 0.00036m, "$", FromMemory);
    public static readonly Published GigabyteMonth = new("Table storage, locally redundant", 0.045m, "$/GB and month", FromMemory);
    public static readonly Published WorkItems = new(
        "Durable Functions on Azure Storage, work items of one worker",
        250,
        "/s",
        "published measurements, as listed among the project's figures to beat"
    );
    public static readonly Published GigabyteSecond = new(
        "Functions Flex Consumption, on demand",
        0.000026m,
        "$/GB-s",
        "modal.com/blog/azure-function-pricing-guide, 22 May 2025, East US"
    );
    public static readonly Published MillionExecutions = new("Functions Flex Consumption, a million executions", 0.40m, "$", FromMemory);
    public static readonly Published CoreGigabytes = new(
        "Functions Flex Consumption, memory that comes with a core",
        2,
        "GB",
        "instance sizes of 512, 2,048 and 4,096 MB; learn.microsoft.com, Flex Consumption plan"
    );

    public static readonly IReadOnlyList<Published> All =
    [
        UnitIn,
        UnitOut,
        MaxUnits,
        MaxPartitions,
        ProcessingUnitIn,
        BilledEvent,
        UnitHour,
        MillionEvents,
        ProcessingUnitHour,
        AccountOperations,
        PartitionEntities,
        Transaction,
        TenThousandOperations,
        GigabyteMonth,
        WorkItems,
        GigabyteSecond,
        MillionExecutions,
        CoreGigabytes,
    ];
}
