using Settlement.Bench.National;
using Settlement.Runs.Computation;

namespace Settlement.Bench.Documents;

/// <summary>How much there is to do on one day.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Countries">How many times Great Britain's meters.</param>
/// <param name="DaysIn">How many Settlement Days of messages come in.</param>
/// <param name="Runs">How many runs there are of a Settlement Day.</param>
internal sealed record Load(string Name, int Countries, int DaysIn, int Runs)
{
    /// <summary>Settlement Days that a Reconciliation timetable settles on a usual day: II, SF, R1 and RF.</summary>
    private const int UsualRuns = 4;

    public static readonly IReadOnlyList<Load> All =
    [
        new("Great Britain", 1, 1, UsualRuns),
        new("5 ×", 5, 1, UsualRuns),
        new("20 ×", 20, 1, UsualRuns),
        new("Great Britain, five days at once", 1, 5, 5 * UsualRuns),
    ];
}

/// <summary>
/// What a load takes in Azure: measured costs of a message, a block and a run, scaled up, against published limits. It is a model of averages; what
/// it assumes is named here and in the document.
/// </summary>
internal sealed class CapacityModel(BenchReport measured, Load load)
{
    /// <summary>Meters of Great Britain.</summary>
    public const long NationalMeters = 33_700_000;

    /// <summary>Assumed: a core in the cloud, with the service's own serialisation and a network in between, does a third of one here.</summary>
    public const int SlowerInCloud = 3;

    /// <summary>Assumed: all messages of a day come within two hours; eight is the usual window.</summary>
    public const int WindowSeconds = 2 * 3600;

    /// <summary>Readings are kept as long as a day can be settled again: 28 months.</summary>
    public const int MonthsKept = 28;

    /// <summary>Assumed: storage operations that Durable Functions makes for a work item.</summary>
    public const int OperationsAWorkItem = 10;

    /// <summary>The base64 form in which binary values travel, which the limit of a transaction is about.</summary>
    private const decimal AsSent = 4m / 3;
    private const int DaysAMonth = 30;
    private const int HoursADay = 24;
    private const decimal Giga = 1_000_000_000m;
    private const decimal Mega = 1_000_000m;

    /// <summary>Activities of a run beside folds and periods: positions, opening, assembling, closing; and the orchestration's own steps.</summary>
    private const int OtherActivities = 4;

    private decimal Scale => (decimal)NationalMeters * load.Countries * load.DaysIn / measured.Meters;

    public decimal Messages => measured.Messages * Scale;

    public decimal Readings => measured.Readings * Scale;

    public decimal BodyBytes => measured.BodyBytes * Scale;

    public decimal MegabytesASecond => BodyBytes / WindowSeconds / Mega;

    /// <summary>Throughput units that take the day in within the window.</summary>
    public decimal ThroughputUnits => Math.Ceiling(MegabytesASecond / AzureFigures.UnitIn.Value);

    public bool NeedsPremium => ThroughputUnits > AzureFigures.MaxUnits.Value;

    public decimal ProcessingUnits => Math.Ceiling(MegabytesASecond / AzureFigures.ProcessingUnitIn.Value);

    /// <summary>One partition takes about what one throughput unit does.</summary>
    public decimal Partitions => Math.Max(4, ThroughputUnits);

    public decimal IngestCoreSeconds => (decimal)measured.Stages.Single(stage => stage.Name == "ingest").CpuSeconds * Scale * SlowerInCloud;

    public decimal RunCoreSeconds =>
        (decimal)measured.Stages.Single(stage => stage.Name == "settle SF").CpuSeconds * Scale / load.DaysIn * load.Runs * SlowerInCloud;

    /// <summary>Cores that keep up with the window.</summary>
    public decimal IngestCores => IngestCoreSeconds / WindowSeconds;

    public decimal StoredBytes => measured.Blocks.Bytes * Scale;

    /// <summary>Writes: transactions as large as the limit lets them be, and a read and a move of the head for each batch.</summary>
    public decimal WriteOperations =>
        Math.Max(Batches, Math.Ceiling(StoredBytes * AsSent / AzureFigures.Transaction.Value)) + (2 * Batches);

    public decimal WritesASecond => WriteOperations / WindowSeconds;

    public decimal EntitiesASecondAndPartition => measured.Blocks.Entities * Scale / WindowSeconds / Partitions;

    /// <summary>Reads of the runs: the totals and half of the other parts, values being read for few.</summary>
    public decimal ReadOperations => measured.Blocks.Entities * Scale / load.DaysIn * load.Runs / 2;

    public decimal WorkItems => load.Runs * 2 * (RunComputation.FoldGroups + measured.Readings / measured.Messages + OtherActivities);

    public decimal WorkItemSeconds => WorkItems / AzureFigures.WorkItems.Value;

    public decimal EventHubsCost =>
        NeedsPremium
            ? ProcessingUnits * HoursADay * AzureFigures.ProcessingUnitHour.Value
            : (ThroughputUnits * HoursADay * AzureFigures.UnitHour.Value)
                + (BodyBytes / AzureFigures.BilledEvent.Value / Mega * AzureFigures.MillionEvents.Value);

    public decimal FunctionsCost =>
        ((IngestCoreSeconds + RunCoreSeconds) * AzureFigures.CoreGigabytes.Value * AzureFigures.GigabyteSecond.Value)
        + ((Batches + WorkItems) / Mega * AzureFigures.MillionExecutions.Value);

    public decimal OperationsCost =>
        (WriteOperations + ReadOperations + (WorkItems * OperationsAWorkItem)) / 10_000 * AzureFigures.TenThousandOperations.Value;

    /// <summary>What is kept of 28 months like this one, for a day.</summary>
    public decimal StorageCost =>
        StoredBytes / load.DaysIn * DaysAMonth * MonthsKept / Giga * AzureFigures.GigabyteMonth.Value / DaysAMonth;

    public decimal Cost => EventHubsCost + FunctionsCost + OperationsCost + StorageCost;

    private decimal Batches => measured.Blocks.Count * Scale;
}
