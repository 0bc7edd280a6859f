using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Functions.Runs;
using Settlement.Functions.Tests.Support;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Tests.Versions;

/// <summary>
/// A released version of the settlement orchestrator asks for the same things in the same order for ever: what it asked for when it was
/// released is kept in <c>Data/orchestrations</c>. A version without a recording is new: write down what this test says, once, with its release.
/// </summary>
public sealed class ReleasedVersionTests
{
    private static readonly Assembly Functions = typeof(SettlementRun).Assembly;

    public static TheoryData<string> Versions => [.. Orchestrators().Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_version_asks_for_what_it_asked_for_when_it_was_released(string version)
    {
        var run = new SettlementRunInput("2026-10-25", "SF", 1, 300);
        var opened = 0;
        var context = new RecordingContext(run, (activity, _) => activity switch
        {
            "ReadHubPositions" => new HubPositions([new HubPosition("readings", 0, 41)]),
            "OpenRun" => new OpenedRun(++opened == 3, opened < 3 ? ["readings/0"] : []),
            "CloseRun" => new SettlementRunOutput("closed", 0),
            _ => null,
        });
        await (Task)Orchestrators().Single(o => o.Name == version).Method.Invoke(null, [context])!;

        var path = Repository.Path("tests", "Settlement.Functions.Tests", "Data", "orchestrations", $"{version}.txt");
        Assert.True(File.Exists(path), $"{version} has no recording; it asks for:\n{string.Join('\n', context.Calls)}");
        Assert.Equal(await File.ReadAllLinesAsync(path), context.Calls);
    }

    [Fact]
    public void Every_recording_has_its_version_and_new_runs_take_the_newest()
    {
        var names = Orchestrators().Select(o => o.Name).Order(StringComparer.Ordinal).ToList();
        var recorded = Directory.EnumerateFiles(Repository.Path("tests", "Settlement.Functions.Tests", "Data", "orchestrations"), "*.txt").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(names, recorded.Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Matches("^SettlementRun_[0-9]+$", name));
        Assert.Equal(SettlementRun.Newest, names.MaxBy(name => int.Parse(name["SettlementRun_".Length..], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<(string Name, MethodInfo Method)> Orchestrators() =>
        from type in Functions.GetTypes()
        where type.Namespace == "Settlement.Functions.Runs.Versions"
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null && method.GetParameters().Any(p => p.ParameterType == typeof(TaskOrchestrationContext))
        select (function.Name, method);
}
