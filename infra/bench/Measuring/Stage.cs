namespace Settlement.Bench.Measuring;

/// <summary>A measured stage, or a part of one.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Part">Whether it is a part of the stage before it; its rates are then by processor second, as parts run side by side.</param>
/// <param name="Seconds">Time on the wall; of a part that runs on several threads at once, its threads' time together.</param>
/// <param name="CpuSeconds">Processor time of both cores together.</param>
/// <param name="Messages">How many messages went through, 0 where that is no measure of it.</param>
/// <param name="Bytes">How many bytes of message bodies, 0 where that is no measure of it.</param>
/// <param name="Peak">The most memory that was held meanwhile; default where it was not measured.</param>
/// <param name="Stored">Bytes on disk when it had ended, 0 where that was not measured.</param>
public sealed record Stage(
    string Name,
    bool Part,
    double Seconds,
    double CpuSeconds,
    long Messages,
    long Bytes,
    ProcessMemory Peak,
    long Stored
)
{
    private double RateSeconds => Part ? CpuSeconds : Seconds;

    public double? MessagesASecond => Rate(Messages);

    public double? BytesASecond => Rate(Bytes);

    private double? Rate(long amount) => amount == 0 || RateSeconds <= 0 ? null : amount / RateSeconds;
}
