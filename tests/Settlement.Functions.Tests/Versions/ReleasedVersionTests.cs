using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Functions.Completeness;
using Settlement.Functions.Orchestrations;
using Settlement.Functions.Reconciliation;
using Settlement.Functions.Runs;
using Settlement.Ledger.Commits;
using Settlement.Runs.Computation;
using Settlement.Runs.Records;

namespace Settlement.Functions.Tests.Versions;

/// <summary>
/// A released version of an orchestrator asks for the same things in the same order for ever: what it asked for when it was
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
        var context = ContextOf(version);
        await (Task)Orchestrators().Single(o => o.Name == version).Method.Invoke(null, [context])!;

        var path = Repository.Path("tests", "Settlement.Functions.Tests", "Data", "orchestrations", $"{version}.txt");
        Assert.True(File.Exists(path), $"{version} has no recording; it asks for:\n{string.Join('\n', context.Calls)}");
        Assert.Equal(await File.ReadAllLinesAsync(path), context.Calls);
    }

    [Fact]
    public void Every_recording_has_its_version_and_every_version_is_recorded()
    {
        var recorded = Directory.EnumerateFiles(Repository.Path("tests", "Settlement.Functions.Tests", "Data", "orchestrations"), "*.txt");
        var names = Orchestrators().Select(o => o.Name).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(names, recorded.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        Assert.Equal(names, NewestVersion.OrchestratorNames().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void New_instances_take_the_newest_version()
    {
        Assert.Equal("SettlementRun_2", SettlementRun.Newest);
        Assert.Equal("ExplainMovement_2", ExplainMovement.Newest);
        Assert.Equal("CountCompleteness_2", CountCompleteness.Newest);
        var unknown = Assert.Throws<ArgumentException>(() => NewestVersion.FindName("Settlement"));
        Assert.Contains("'Settlement'", unknown.Message, StringComparison.Ordinal);
    }

    private static RecordingContext ContextOf(string version)
    {
        var run = new SettlementRunInput("2026-10-25", "SF", 1, 300);
        var movement = new MovementInput("2026-03-29", "SF", 1, "R1", 2);
        var count = new CompletenessInput("2026-06-16", "SF-0001", new Cut([new PartitionCut(0, 3, 41)], []));
        var opened = 0;
        return version switch
        {
            "SettlementRun_1" => new RecordingContext(
                run,
                (activity, _) =>
                    activity switch
                    {
                        "ReadHubPositions" => new HubPositions([new HubPosition("readings", 0, 41)]),
                        "OpenRun" => new OpenedRun(++opened == 3, opened < 3 ? ["readings/0"] : [], 8),
                        "CloseRun" => new SettlementRunOutput("closed", 0),
                        _ => null,
                    }
            ),
            // 7 groups and 49 periods: what a version is told, not what it knows.
            "SettlementRun_2" => new RecordingContext(
                run,
                (activity, _) =>
                    activity switch
                    {
                        "TryOpenRun" => new RunOpening(++opened == 3, opened < 3 ? ["readings/0"] : [], 7, 49),
                        "CloseRun" => new SettlementRunOutput("closed", 0),
                        _ => null,
                    }
            ),
            "ExplainMovement_2" => new RecordingContext(new MovementPlan(movement, 7, 49), (_, _) => null),
            "CountCompleteness_2" => new RecordingContext(new CompletenessPlan(count, 7), (_, _) => null),
            "ExplainMovement" => new RecordingContext(movement, (_, _) => null),
            "CountCompleteness" => new RecordingContext(count, (_, _) => null),
            _ => throw new ArgumentException($"Say here what {version} is started with and what it is answered.", nameof(version)),
        };
    }

    private static IEnumerable<(string Name, MethodInfo Method)> Orchestrators() =>
        from type in Functions.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null && method.GetParameters().Any(p => p.ParameterType == typeof(TaskOrchestrationContext))
        select (function.Name, method);
}
