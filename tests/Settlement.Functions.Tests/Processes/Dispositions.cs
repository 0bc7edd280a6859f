using System.Diagnostics;

namespace Settlement.Functions.Tests.Processes;

/// <summary>
/// What signals do to a process that is started. One that its parent ignores, as a background shell or nohup makes it ignore SIGINT, would
/// be ignored by the process too; a shell cannot undo that, <c>env</c> of GNU coreutils can, and takes the process's place afterwards.
/// </summary>
internal static class Dispositions
{
    private static readonly string[] Env = ["env", "--default-signal=INT,TERM"];

    private static readonly Lazy<bool> HasEnv = new(() => Output([.. Env, "echo", "there"]) == "there");

    private static readonly Lazy<bool> InterruptIsIgnored = new(() => Output(["sh", "-c", "kill -INT $$; echo ignored"]) == "ignored");

    /// <summary>Why a process that is started here cannot be interrupted; null where it can.</summary>
    public static string? Obstacle =>
        OperatingSystem.IsWindows() ? "Windows has no SIGINT."
        : HasEnv.Value || !InterruptIsIgnored.Value ? null
        : "SIGINT is ignored here, and there is no env with --default-signal to undo that.";

    /// <summary>A command that starts with the signals' default dispositions, where that can be had.</summary>
    public static string[] ToDefault(params string[] command) =>
        !OperatingSystem.IsWindows() && HasEnv.Value ? [.. Env, .. command] : command;

    /// <summary>What a command writes, without the line's end; empty where it cannot be run.</summary>
    public static string Output(string[] command)
    {
        try
        {
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output.TrimEnd('\n');
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}

/// <summary>A test that interrupts a process; where that cannot be done it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InterruptTheoryAttribute : TheoryAttribute
{
    public InterruptTheoryAttribute() => Skip = Dispositions.Obstacle;
}

/// <inheritdoc cref="InterruptTheoryAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InterruptFactAttribute : FactAttribute
{
    public InterruptFactAttribute() => Skip = Dispositions.Obstacle;
}
