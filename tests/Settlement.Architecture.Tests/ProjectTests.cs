using NetArchTest.Rules;

namespace Settlement.Architecture.Tests;

/// <summary>What a project may use of the other projects and of packages.</summary>
public sealed class ProjectTests
{
    /// <summary>The types of the functions that use storage although they register no services. The list gets shorter and never longer.</summary>
    private static readonly string[] StorageUsers = ["Settlement.Functions.Http.HttpJson", "Settlement.Functions.Reports.PartyCsv"];

    public static TheoryData<string> Names => [.. Projects.Arrows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_project_uses_only_those_below_it(string project) =>
        Assert.Empty(
            Projects
                .Load(project)
                .GetReferencedAssemblies()
                .Select(used => used.Name!)
                .Where(Projects.Arrows.ContainsKey)
                .Except(Projects.Arrows[project])
        );

    [Fact]
    public void The_domain_does_no_input_or_output_and_has_no_clock() =>
        Holds(
            Types
                .InAssembly(Projects.Load("Settlement.Domain"))
                .ShouldNot()
                .HaveDependencyOnAny(
                    "Azure",
                    "Microsoft",
                    "NodaTime.IClock",
                    "NodaTime.SystemClock",
                    "System.Console",
                    "System.Data",
                    "System.IO",
                    "System.Net",
                    "System.Threading.Tasks",
                    "System.TimeProvider"
                )
        );

    [Fact]
    public void The_functions_choose_a_store_in_one_place_and_use_the_port_elsewhere() =>
        Holds(
            Types
                .InAssembly(Projects.Load("Settlement.Functions"))
                .That()
                .DoNotHaveName("SettlementApp")
                .ShouldNot()
                .HaveDependencyOnAny("Azure.Data.Tables", "Microsoft.Data.Sqlite", "Settlement.Storage.Azure", "Settlement.Storage.Sqlite")
        );

    [Fact]
    public void The_place_where_the_store_is_chosen_is_seen_to_use_both() =>
        Holds(
            Types
                .InAssembly(Projects.Load("Settlement.Functions"))
                .That()
                .HaveName("SettlementApp")
                .Should()
                .HaveDependencyOnAll("Azure.Data.Tables", "Settlement.Storage.Azure", "Settlement.Storage.Sqlite")
        );

    [Fact]
    public void The_functions_use_storage_only_where_services_are_registered()
    {
        var users = Types
            .InAssembly(Projects.Load("Settlement.Functions"))
            .That()
            .HaveDependencyOn("Settlement.Storage")
            .And()
            .DoNotHaveName("SettlementApp")
            .GetTypes();
        Assert.Equal(StorageUsers, users.Select(type => type.FullName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Settlement.Domain")]
    [InlineData("Settlement.Reference")]
    [InlineData("Settlement.Ledger")]
    [InlineData("Settlement.Runs")]
    public void Only_storage_uses_the_packages_of_its_two_databases(string project) =>
        Holds(Types.InAssembly(Projects.Load(project)).ShouldNot().HaveDependencyOnAny("Azure", "Microsoft.Data.Sqlite", "SQLitePCL"));

    private static void Holds(ConditionList rule) => Assert.Empty(rule.GetResult().FailingTypeNames ?? []);
}
