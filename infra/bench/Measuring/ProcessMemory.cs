using System.Globalization;

namespace Settlement.Bench.Measuring;

/// <summary>What the process holds in memory, in bytes.</summary>
/// <param name="Resident">All resident pages, those of mapped files among them.</param>
/// <param name="Own">Resident pages that are not a file's: what remains when the page cache is not counted.</param>
public readonly record struct ProcessMemory(long Resident, long Own)
{
    /// <summary>The memory of this process now.</summary>
    public static ProcessMemory Now()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
        {
            return new ProcessMemory(Environment.WorkingSet, Environment.WorkingSet);
        }
        long resident = 0,
            own = 0;
        foreach (var line in File.ReadLines(Status))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                resident = Bytes(line);
            }
            else if (line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
            {
                own += Bytes(line);
            }
        }

        return new ProcessMemory(resident, own);
    }

    public ProcessMemory Max(ProcessMemory other) => new(Math.Max(Resident, other.Resident), Math.Max(Own, other.Own));

    private static long Bytes(string line) => long.Parse(line.Split(':')[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture) << 10;
}
