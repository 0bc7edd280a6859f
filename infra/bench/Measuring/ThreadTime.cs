using System.Runtime.InteropServices;

namespace Settlement.Bench.Measuring;

/// <summary>The processor time of one thread; .NET tells that of the process only.</summary>
internal static class ThreadTime
{
    private const int ThreadCpuClock = 3;

    /// <summary>Processor time that the calling thread has used, or null where the system does not say.</summary>
    public static TimeSpan? Now() =>
        OperatingSystem.IsLinux() && ReadClock(ThreadCpuClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000)
            : null;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out ClockTime time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ClockTime
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
