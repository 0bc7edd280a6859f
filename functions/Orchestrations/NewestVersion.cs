using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Settlement.Functions.Orchestrations;

/// <summary>Chooses the version of an orchestrator that new instances are started on: the one with the highest number.</summary>
/// <remarks>
/// An orchestration replays its history through its code, so code that an unfinished instance was started on must stay as it is. Each
/// version is a function of its own in a folder <c>Versions</c>, with its number after the orchestrator's name: <c>SettlementRun_2</c>;
/// a name without a number is version 1. A version that was ever deployed is never edited: a change is the next version. Instances under
/// way finish on the version they were started on, a rewind and a restart included. A version is deleted when no unfinished instance and
/// none to be rewound is left of it. A version holds its numbers itself or is given them by its input and its activities, never by a
/// constant of another project, which may change. Activities are shared by all versions: a new input or another meaning is a new activity.
/// </remarks>
internal static class NewestVersion
{
    /// <summary>The function name of the newest version of an orchestrator.</summary>
    /// <param name="orchestrator">The orchestrator's name without a number.</param>
    /// <exception cref="ArgumentException">No function has that name.</exception>
    public static string FindName(string orchestrator) =>
        OrchestratorNames().Where(name => NumberOf(name, orchestrator) > 0).MaxBy(name => NumberOf(name, orchestrator))
        ?? throw new ArgumentException($"No function is a version of the orchestrator '{orchestrator}'.", nameof(orchestrator));

    /// <summary>The function names of all versions of all orchestrators.</summary>
    internal static IEnumerable<string> OrchestratorNames() =>
        from type in typeof(NewestVersion).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        where method.GetParameters().Any(parameter => parameter.IsDefined(typeof(OrchestrationTriggerAttribute)))
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select function.Name;

    /// <summary>The number of a version; 0 where the function is not a version of this orchestrator.</summary>
    private static int NumberOf(string function, string orchestrator)
    {
        if (function == orchestrator)
        {
            return 1;
        }

        return
            function.StartsWith($"{orchestrator}_", StringComparison.Ordinal)
            && int.TryParse(function.AsSpan(orchestrator.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
    }
}
