using System.Runtime.InteropServices;

namespace Settlement.Bench.Measuring;

/// <summary>What a measurement was made on.</summary>
public sealed record Machine(string Processor, int Cores, long MemoryBytes, string System, string Runtime)
{
    public static Machine Here() =>
        new(
            ProcessorName(),
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription
        );

    private static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        const string Name = "model name";
        return File.Exists(Info) && File.ReadLines(Info).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
            ? line.Split(':')[1].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
