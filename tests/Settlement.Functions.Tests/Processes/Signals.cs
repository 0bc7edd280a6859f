using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Settlement.Functions.Tests.Processes;

/// <summary>The signals by which a process is asked to end.</summary>
internal enum Signal
{
    Interrupt = 2,
    Terminate = 15,
}

/// <summary>Sends signals, which .NET itself cannot.</summary>
internal static class Signals
{
    public static void Send(int process, Signal signal)
    {
        if (Kill(process, (int)signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
